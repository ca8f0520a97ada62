/** Keras's Orthogonal: the orthogonal factor of a normal matrix. */
import * as tf from "@tensorflow/tfjs";
import { normal } from "@flowers/random";
import { finiteNumber, optionsOf } from "../arguments";
import { ModelZooError } from "../errors";
import { SeededInitializer, type SeededOptions, sizeOf } from "./seeded-initializer";

/** Arguments of {@link Orthogonal}. */
export interface OrthogonalOptions extends SeededOptions {
  /** What the matrix is multiplied by. Default 1. */
  readonly gain?: number;
}

/**
 * The orthogonal factor of a normal matrix, with `R`'s diagonal positive; all axes but the last form the rows.
 *
 * Computed in double precision, so it agrees with Keras's to float32 rounding, not to the bit.
 *
 * @throws ModelZooError `invalid-argument` for a shape with fewer than two axes
 */
export class Orthogonal extends SeededInitializer {
  static readonly className = "Flowers>Orthogonal";
  readonly gain: number;

  constructor(given: OrthogonalOptions = {}) {
    const { gain = 1, ...options } = optionsOf(given, "Orthogonal");
    super(options);
    this.gain = finiteNumber(gain, "gain");
  }

  override values(shape: readonly number[]): Float32Array {
    if (shape.length < 2) {
      throw new ModelZooError(
        "invalid-argument",
        `The tensor to initialize must be at least two-dimensional. Received: shape=[${shape.join(", ")}] of rank ${shape.length}.`,
      );
    }
    const columns = shape.at(-1) ?? 1;
    const rows = sizeOf(shape) / columns;
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const drawn = normal(long * short, { seed: this.drawnSeed });
    const basis = orthonormalColumns(drawn, long, short);
    return Float32Array.from({ length: rows * columns }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const vector = basis[rows < columns ? row : column] ?? [];
      return this.gain * (vector[rows < columns ? column : row] ?? 0);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { gain: this.gain, seed: this.seed };
  }
}

/** Gram-Schmidt, each column twice, which keeps the columns orthogonal to rounding. */
function orthonormalColumns(matrix: Float32Array, rows: number, columns: number): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => matrix[i * columns + j] ?? 0);
    for (const earlier of [...basis, ...basis]) {
      const dot = column.reduce((sum, value, i) => sum + value * (earlier[i] ?? 0), 0);
      for (let i = 0; i < rows; i++) column[i] = (column[i] ?? 0) - dot * (earlier[i] ?? 0);
    }
    const norm = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0));
    basis.push(column.map((value) => value / norm));
  }
  return basis;
}

tf.serialization.registerClass(Orthogonal);
