/** Keras's Normalization: values less a mean, divided by a deviation, given or learned from data. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { axisOf } from "./base/checks";
import { Elementwise } from "./base/elementwise";
import { flag, optionsOf, type PenalizedLayerOptions, type Shape } from "./base/keras-layer";

/** One number, or numbers nested as the kept axes are. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** Options of {@link Normalization}. */
export interface NormalizationOptions extends PenalizedLayerOptions {
  /** The axis, or axes, whose places each have a mean and a variance; null for one of each. Default -1, the last. */
  readonly axis?: number | readonly number[] | null;
  /** Default: what {@link Normalization.adapt} finds. Together with `variance`. */
  readonly mean?: NestedNumbers | null;
  readonly variance?: NestedNumbers | null;
  /** Whether the normalization is undone instead. Default false. */
  readonly invert?: boolean;
}

/** The sizes of nested numbers. */
function shapeOf(values: NestedNumbers): number[] {
  if (typeof values === "number") return [];
  return [values.length, ...shapeOf(values[0] ?? 0)];
}

/** One batch, as data sets give it: images, or images with labels. */
type Batch = tf.Tensor | readonly unknown[] | { readonly xs: unknown };

/** What {@link Normalization.adapt} takes: one tensor, or batches. */
export type NormalizationData =
  | tf.Tensor
  | tf.data.Dataset<tf.TensorContainer>
  | Iterable<Batch>
  | AsyncIterable<Batch>;

/** The images of a batch. */
function imagesOf(batch: unknown): tf.Tensor {
  if (batch instanceof tf.Tensor) return batch as tf.Tensor;
  if (Array.isArray(batch)) return imagesOf(batch[0]);
  if (typeof batch === "object" && batch !== null && "xs" in batch) return imagesOf(batch.xs);
  throw new ModelZooError(
    "invalid-argument",
    "Normalization.adapt: expected a tensor, a data set or batches of tensors. " +
      `Received: a batch of type ${typeof batch}.`,
  );
}

/** Every batch; `end` disposes of what is no longer needed. */
async function* batchesOf(data: NormalizationData): AsyncGenerator<{
  readonly images: tf.Tensor;
  readonly end: () => void;
}> {
  const keep = (): void => undefined;
  if (data instanceof tf.Tensor) {
    yield { images: data, end: keep };
  } else if (data instanceof tf.data.Dataset) {
    const iterator = await (data as tf.data.Dataset<tf.TensorContainer>).iterator();
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      const batch = step.value;
      yield { images: imagesOf(batch), end: () => tf.dispose(batch) };
    }
  } else if (
    typeof data === "object" &&
    (Symbol.iterator in data || Symbol.asyncIterator in data)
  ) {
    for await (const batch of data) yield { images: imagesOf(batch), end: keep };
  } else {
    throw new ModelZooError(
      "invalid-argument",
      `Normalization.adapt: expected a tensor, a data set or batches of tensors. Received: ${typeof data}.`,
    );
  }
}

interface Known {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
  readonly count: number;
}

/** Mean and variance of two parts, by how many values each has. keras/src/layers/preprocessing/normalization.py, `adapt`. */
function joined(known: Known, part: Known): Known {
  const count = known.count + part.count;
  const [of, rest] = [part.count / count, 1 - part.count / count];
  const mean = tf.add(tf.mul(known.mean, rest), tf.mul(part.mean, of));
  const spread = ({ mean: own, variance }: Known): tf.Tensor =>
    tf.add(variance, tf.square(tf.sub(own, mean)));
  const variance = tf.add(tf.mul(spread(known), rest), tf.mul(spread(part), of));
  return { mean, variance, count };
}

/**
 * `(x - mean) / max(sqrt(variance), 1e-7)`, or with `invert` the way back.
 *
 * Input and output: any shape, float32. Mean and variance are given, or found by {@link adapt} in data: call it before training.
 * The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a mean without variance, shapes that do not fit, and axes that the input lacks
 *
 * @example
 * ```ts
 * const layer = normalization();
 * await layer.adapt(photos);
 * ```
 */
export class Normalization extends Elementwise {
  static readonly className = "Flowers>Normalization";
  static readonly kerasModule = "keras.layers";
  readonly axis: readonly number[];
  readonly invert: boolean;
  readonly #given: { readonly mean: NestedNumbers; readonly variance: NestedNumbers } | null;
  #mean: tf.LayerVariable | null = null;
  #variance: tf.LayerVariable | null = null;

  constructor(given: NormalizationOptions = {}) {
    const {
      axis = -1,
      mean = null,
      variance = null,
      invert = false,
      ...options
    } = optionsOf(given, "Normalization");
    super(options);
    this.axis = (axis === null ? [] : [axis].flat()).map((each) => axisOf(each as number, "axis"));
    this.invert = flag(invert, "invert");
    if ((mean === null) !== (variance === null)) {
      throw new ModelZooError(
        "invalid-argument",
        `When setting values directly, both \`mean\` and \`variance\` must be set. Received: mean=${JSON.stringify(mean)} and variance=${JSON.stringify(variance)}`,
      );
    }
    this.#given = mean === null || variance === null ? null : { mean, variance };
    if (this.#given) this.#checkGiven(this.#given.mean, this.#given.variance);
  }

  #checkGiven(mean: NestedNumbers, variance: NestedNumbers): void {
    const [shape, other] = [mean, variance].map(shapeOf);
    if (JSON.stringify(shape) === JSON.stringify(other) && (shape?.length ?? 0) <= this.axis.length)
      return;
    throw new ModelZooError(
      "invalid-argument",
      "When setting values directly, `mean` and `variance` must have the same shape, of no more axes than `axis` names. " +
        `Received: mean shape ${JSON.stringify(shape)}, variance shape ${JSON.stringify(other)} for axis ${JSON.stringify(this.axis)}`,
    );
  }

  /** The axes that are kept, counted from the first and sorted. */
  #keptIn(shape: Shape): number[] {
    const kept = this.axis.map((axis) => (axis < 0 ? axis + shape.length : axis));
    const lost = kept.find((axis) => (shape[axis] ?? null) === null);
    if (lost === undefined) return kept.sort((a, b) => a - b);
    throw new ModelZooError(
      "invalid-argument",
      `${this.name}: All \`axis\` values to be kept must be within the input and have a known shape. ` +
        `Received: axis=${JSON.stringify(this.axis)}, inputs shape=${JSON.stringify(shape)}`,
    );
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    const sizes = this.#keptIn(shape).map((axis) => shape[axis] as number);
    if (!this.#given) {
      const weight = (name: string, value: number): tf.LayerVariable =>
        this.addWeight(
          name,
          sizes,
          "float32",
          tf.initializers.constant({ value }),
          undefined,
          false,
        );
      this.#mean = weight("mean", 0);
      this.#variance = weight("variance", 1);
      // Keras's files have it; it counts nothing any more.
      this.addWeight("count", [], "int32", tf.initializers.zeros(), undefined, false);
    }
    this.built = true;
  }

  /**
   * Finds mean and variance in data. A data set or batches are read once; a batch may be images with labels, of which only the
   * images count.
   *
   * @throws ModelZooError `invalid-argument` where mean and variance were given, and for data without a batch
   */
  async adapt(data: NormalizationData): Promise<void> {
    if (this.#given) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: mean and variance were given; there is nothing to adapt.`,
      );
    }
    let known: Known | null = null;
    for await (const { images, end } of batchesOf(data)) {
      // By a call, from which on tfjs knows the layer as used.
      if (!this.built) tf.dispose(this.apply(images) as tf.Tensor);
      const next: Known = tf.tidy(() => {
        const part = this.#momentsOf(images);
        const { mean, variance, count } = known ? joined(known, part) : part;
        return { mean, variance, count };
      });
      tf.dispose([known?.mean, known?.variance].filter((each) => each !== undefined));
      known = next;
      end();
    }
    if (!known) {
      throw new ModelZooError(
        "invalid-argument",
        "adapt() received no batches. Expected at least one batch.",
      );
    }
    this.#mean?.write(known.mean);
    this.#variance?.write(known.variance);
    tf.dispose([known.mean, known.variance]);
  }

  #momentsOf(images: tf.Tensor): Known {
    const kept = this.#keptIn(images.shape);
    const over = [...images.shape.keys()].filter((axis) => !kept.includes(axis));
    const x = tf.cast(images, "float32");
    const count = over.reduce((product, axis) => product * (images.shape[axis] ?? 1), 1);
    if (over.length === 0) return { mean: tf.clone(x), variance: tf.zerosLike(x), count };
    return { ...tf.moments(x, over), count };
  }

  /** What is subtracted and divided by, in a shape that broadcasts over the input. */
  #values(shape: number[]): [tf.Tensor, tf.Tensor] {
    const kept = this.#keptIn(shape);
    const along = (value: tf.Tensor): tf.Tensor => {
      const sizes = [...value.shape];
      const places = kept.slice(kept.length - sizes.length);
      return tf.reshape(
        value,
        shape.map((_, axis) => sizes[places.indexOf(axis)] ?? 1),
      );
    };
    const [mean, variance] = this.#given
      ? [this.#given.mean, this.#given.variance].map((each) => tf.tensor(each as number[]))
      : [this.#mean?.read(), this.#variance?.read()];
    return [along(mean as tf.Tensor), along(tf.maximum(tf.sqrt(variance as tf.Tensor), 1e-7))];
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const [mean, deviation] = this.#values(x.shape);
    return this.invert ? tf.add(mean, tf.mul(x, deviation)) : tf.div(tf.sub(x, mean), deviation);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      axis: [...this.axis],
      invert: this.invert,
      mean: (this.#given?.mean ?? null) as tf.serialization.ConfigDictValue,
      variance: (this.#given?.variance ?? null) as tf.serialization.ConfigDictValue,
    };
  }
}

/** Makes a {@link Normalization} layer. */
export function normalization(options: NormalizationOptions = {}): Normalization {
  return new Normalization(options);
}
