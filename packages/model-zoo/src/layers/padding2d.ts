/** Keras's ZeroPadding2D and Cropping2D: rows and columns added around images, or cut off. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { KerasLayer, optionsOf, type PenalizedLayerOptions, type Shape } from "./base/keras-layer";
import {
  type DataFormat,
  dataFormatOf,
  joinShape,
  type Pair,
  requireImages,
  splitShape,
} from "./base/window";

/** Rows at the top and the bottom, columns at the left and the right. */
type Margins = readonly [Pair, Pair];

/** One number for all sides, one each for height and width, or `[[top, bottom], [left, right]]`. */
export type MarginsLike =
  | number
  | readonly [number | readonly [number, number], number | readonly [number, number]];

/** Options of {@link ZeroPadding2D}. */
export interface ZeroPadding2DOptions extends PenalizedLayerOptions {
  /** Default 1 on every side. */
  readonly padding?: MarginsLike;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
}

/** Options of {@link Cropping2D}. */
export interface Cropping2DOptions extends PenalizedLayerOptions {
  /** Default 0 on every side. */
  readonly cropping?: MarginsLike;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
}

/** Checks margins. */
function marginsOf(value: unknown, argument: string): Margins {
  const isCount = (each: unknown): each is number => Number.isInteger(each) && Number(each) >= 0;
  const side = (each: unknown): Pair | null => {
    if (isCount(each)) return [each, each];
    if (!Array.isArray(each) || each.length !== 2) return null;
    const [first, second] = each as unknown[];
    return isCount(first) && isCount(second) ? [first, second] : null;
  };
  const both: unknown = isCount(value) ? [value, value] : value;
  const [rows, columns] = Array.isArray(both) && both.length === 2 ? both.map(side) : [null, null];
  if (rows && columns) return [rows, columns];
  throw new ModelZooError(
    "invalid-argument",
    `\`${argument}\` should be either an int, a list of 2 ints, or a list of 2 lists of 2 ints ` +
      `([[top, bottom], [left, right]]), none of them negative. Received: ${argument}=${JSON.stringify(value)}.`,
  );
}

/** What both share. */
abstract class Margins2D extends KerasLayer {
  readonly dataFormat: DataFormat;
  protected readonly margins: Margins;

  constructor(options: PenalizedLayerOptions, margins: Margins, dataFormat: unknown) {
    super(options);
    this.margins = margins;
    this.dataFormat = dataFormatOf(dataFormat);
    this.inputSpec = [{ ndim: 4 } as never];
  }

  /** The length of an axis after its margins were added or cut off. */
  protected abstract lengthOf(length: number, margins: Pair): number;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { size, channels } = splitShape(shape, this.dataFormat);
    const out = size.map((length, axis) =>
      length === null ? null : this.lengthOf(length, this.margins[axis as 0 | 1]),
    );
    return joinShape(shape[0] ?? null, out, channels, this.dataFormat);
  }

  /** Something for every axis, from what there is for height and width. */
  protected onAxes<T>(spatial: readonly T[], other: (axis: number) => T): T[] {
    const first = this.dataFormat === "channelsLast" ? 1 : 2;
    return [0, 1, 2, 3].map((axis) => spatial[axis - first] ?? other(axis));
  }

  protected get savedMargins(): number[][] {
    return this.margins.map((side) => [...side]);
  }
}

/**
 * Adds rows and columns of zeros around images.
 *
 * Input `[batch, height, width, channels]`, output of the same rank and dtype. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a padding that is not a whole number from 0
 */
export class ZeroPadding2D extends Margins2D {
  static readonly className = "Flowers>ZeroPadding2D";
  static readonly kerasModule = "keras.layers";

  constructor(given: ZeroPadding2DOptions = {}) {
    const { padding = 1, dataFormat, ...options } = optionsOf(given, "ZeroPadding2D");
    super(options, marginsOf(padding, "padding"), dataFormat);
  }

  protected override lengthOf(length: number, [before, after]: Pair): number {
    return before + length + after;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    requireImages(input.shape, this.name);
    const sides = this.margins.map((side): [number, number] => [...side]);
    return tf.pad(
      input,
      this.onAxes<[number, number]>(sides, () => [0, 0]),
    );
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { padding: this.savedMargins, dataFormat: this.dataFormat };
  }
}

/**
 * Cuts rows and columns off images.
 *
 * Input `[batch, height, width, channels]`, output of the same rank and dtype. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a cropping that is not a whole number from 0, or that leaves nothing
 */
export class Cropping2D extends Margins2D {
  static readonly className = "Flowers>Cropping2D";
  static readonly kerasModule = "keras.layers";

  constructor(given: Cropping2DOptions = {}) {
    const { cropping = 0, dataFormat, ...options } = optionsOf(given, "Cropping2D");
    super(options, marginsOf(cropping, "cropping"), dataFormat);
  }

  protected override lengthOf(length: number, [before, after]: Pair): number {
    if (before + after < length) return length - before - after;
    throw new ModelZooError(
      "invalid-argument",
      `${this.name}: Values in \`cropping\` argument should be smaller than the corresponding spatial dimension of the input. ` +
        `Received: a dimension of ${length}, cropping=${JSON.stringify(this.margins)}`,
    );
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const shape = this.computeOutputShape(input.shape) as number[];
    const starts = this.margins.map(([before]) => before);
    return tf.slice(
      input,
      this.onAxes(starts, () => 0),
      shape,
    );
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { cropping: this.savedMargins, dataFormat: this.dataFormat };
  }
}

/** Makes a {@link ZeroPadding2D} layer. */
export function zeroPadding2d(options: ZeroPadding2DOptions = {}): ZeroPadding2D {
  return new ZeroPadding2D(options);
}

/** Makes a {@link Cropping2D} layer. */
export function cropping2d(options: Cropping2DOptions = {}): Cropping2D {
  return new Cropping2D(options);
}
