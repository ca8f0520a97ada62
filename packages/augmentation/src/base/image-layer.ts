/** What every image layer shares: when it acts, rank 3 and 4, both data formats, dtype, ownership, config. */
import { type BatchRows, currentBatchRows, type SeedPair } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { AugmentationError } from "../errors";
import { resolveChoice, show } from "./arguments";
import { layerName, registerLayerClass } from "./names";
import { asFloat, toFloat, unlike } from "./to-float";

type LayerConfig = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** Where the channels are; the Keras spellings `channels_last` and `channels_first` are accepted too. */
export type DataFormat = "channelsLast" | "channelsFirst";

/** Options of every layer, besides those of `tf.layers.Layer` (`name`, `inputShape`, `trainable` ...). */
export interface ImageLayerOptions extends LayerConfig {
  /** Default `"channelsLast"`: `[batch, height, width, channels]`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
}

/** The sizes that draws depend on. */
export interface ImageShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether a single image of rank 3 was given. */
  readonly single: boolean;
}

/** Where draws take their seeds from; every draw consumes one pair. */
export interface SeedSource {
  next(): SeedPair;
}

/** Images with what belongs to them; layers change all of it consistently. */
export interface ImageBatch {
  /** `[batch, height, width, channels]` or `[height, width, channels]`. */
  readonly images: tf.Tensor;
  /** `[batch, classes]`; `MixUp` and `CutMix` mix them, every other layer passes them on. */
  readonly labels?: tf.Tensor;
  /** As `images`, any number of channels; moved by the layers that move pixels, with nearest sampling. */
  readonly segmentationMasks?: tf.Tensor;
}

/** Call options of every layer. */
export interface CallOptions {
  /** Whether to act. See {@link ImageLayer} for the default. */
  readonly training?: boolean;
  readonly [key: string]: unknown;
}

const noSeeds: SeedSource = {
  next: () => {
    throw new AugmentationError("invalid-argument", "This layer draws nothing and has no seed.");
  },
};

/** What `tf.layers.Layer` takes, which every layer takes besides its own arguments. */
const commonOptions = new Set([
  ...["name", "trainable", "dtype", "inputShape", "batchInputShape", "batchSize"],
  ...["updatable", "weights", "inputDType", "customObjects"], // tfjs itself adds the last one when it loads
]);

/** Refuses what a name and a flag of every layer cannot be, in Keras's words. */
function checkCommon({ name, trainable }: LayerConfig): void {
  if (trainable !== undefined && trainable !== null && typeof trainable !== "boolean") {
    throw new AugmentationError(
      "invalid-argument",
      `Expected \`trainable\` to be a boolean. Received: trainable=${show(trainable)}`,
    );
  }
  if (name !== undefined && name !== null && typeof name !== "string") {
    throw new AugmentationError(
      "invalid-argument",
      `Argument \`name\` must be a string. Received: name=${show(name)}`,
    );
  }
}

/** Refuses what no constructor on the way here has taken for its own: a misspelt argument must not be ignored. */
function refuseUnknown(className: string, options: object): void {
  const unknown = Object.keys(options).find((key) => !commonOptions.has(key));
  if (unknown === undefined) return;
  const camel = unknown.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  throw new AugmentationError(
    "invalid-argument",
    `Unrecognized argument passed to ${className.replace(/^Flowers>/, "")}: \`${unknown}\`.`,
    {
      remedy:
        camel === unknown
          ? "Leave it out, or correct its spelling."
          : `Arguments are spelled in camel case: \`${camel}\`.`,
    },
  );
}

function normalizeDataFormat(value: ImageLayerOptions["dataFormat"]): DataFormat {
  const camel = String(value ?? "channelsLast").replace(/_(\w)/, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return resolveChoice(camel, "dataFormat", ["channelsLast", "channelsFirst"] as const);
}

/**
 * The base of every layer of this package: an ordinary registered `tf.layers.Layer` for images.
 *
 * Input `[batch, height, width, channels]` or `[height, width, channels]`, any dtype; output float32. What a subclass
 * draws is plain host data; it is drawn by `draw` and applied by `transformImages`, a pure function of tensors.
 *
 * **When a layer acts.** An explicit `training` decides. Without one, a layer called by itself acts, as in Keras; a
 * layer that is part of a model does not, because tfjs's `predict` and `evaluate` pass nothing (`fit` passes true).
 * "Part of a model" means that the layer has been connected to a symbolic tensor. Layers that Keras applies always
 * (`Rescaling`, `Resizing`, `CenterCrop`, `AutoContrast`) do so here.
 *
 * The caller owns what a call returns; nothing else is left behind. A gradient for the images flows through every layer; it
 * is zero through those that look values up (RandomPosterization, Equalization).
 *
 * @typeParam Drawn - what one call draws
 */
export abstract class ImageLayer<Drawn> extends tf.layers.Layer {
  readonly dataFormat: DataFormat;

  constructor({ dataFormat, ...options }: ImageLayerOptions = {}) {
    const { className } = new.target as unknown as { className: string };
    refuseUnknown(className, options);
    checkCommon(options);
    super({ ...options, name: layerName(className, options.name) });
    this.dataFormat = normalizeDataFormat(dataFormat);
    registerLayerClass(new.target);
  }

  /** Whether the layer acts on each value by itself, so that tensors of other ranks than an image's are taken as they are. */
  protected get takesAnyRank(): boolean {
    return false;
  }

  /** Whether the layer leaves images alone outside training. */
  protected get actsOnlyInTraining(): boolean {
    return true;
  }

  /** Seed pairs that Keras's layer consumes in a call outside training, so that streams stay in step. */
  protected get idleDraws(): number {
    return 0;
  }

  protected get seedSource(): SeedSource {
    return noSeeds;
  }

  /** Draws what one call needs, on the host, in Keras's order. */
  abstract draw(shape: ImageShape, seeds: SeedSource): Drawn;

  /** Applies what was drawn to `[batch, height, width, channels]` float32 images: a pure function. */
  abstract transformImages(images: tf.Tensor4D, drawn: Drawn): tf.Tensor4D;

  /**
   * What was drawn for some of a batch's rows, of what was drawn for all of them; null where it cannot be cut.
   */
  protected drawnRows(_drawn: Drawn, _start: number, _count: number): Drawn | null {
    return null;
  }

  /** Whether what becomes of an image depends on others of its batch. */
  protected get seesWholeBatch(): boolean {
    return false;
  }

  /** Whether a call draws. */
  protected get draws(): boolean {
    return this.seedSource !== noSeeds;
  }

  /** Applies what was drawn to labels; by default they are passed on. */
  transformLabels(labels: tf.Tensor, _drawn: Drawn): tf.Tensor {
    return labels.clone();
  }

  /** Applies what was drawn to segmentation masks; by default they are passed on. */
  transformMasks(masks: tf.Tensor4D, _drawn: Drawn): tf.Tensor4D {
    return masks.clone();
  }

  /**
   * Applies the layer to images.
   *
   * @param images - `[batch, height, width, channels]` or `[height, width, channels]`, any dtype
   * @param options - `training`; see the class for its default
   * @returns float32 images; the caller disposes them
   * @throws AugmentationError `invalid-input` if the rank is neither 3 nor 4
   */
  override apply<T extends tf.Tensor3D | tf.Tensor4D>(images: T, options?: CallOptions): T;
  override apply(images: tf.SymbolicTensor, options?: CallOptions): tf.SymbolicTensor;
  override apply(
    images: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[],
    options?: CallOptions,
  ): tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[];
  override apply(
    images: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[],
    options?: CallOptions,
  ): tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[] {
    return super.apply(images, options);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions = {}): tf.Tensor {
    const images = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!images)
      throw new AugmentationError("invalid-input", `${this.name}: expected images; received none.`);
    return tf.tidy(() => this.#run({ images }, options).images);
  }

  /**
   * Applies the layer to images and to what belongs to them, consistently: Keras's call with a dictionary.
   *
   * @param batch - images with optional labels and segmentation masks; not disposed
   * @returns new tensors, all owned by the caller
   * @throws AugmentationError `invalid-input` if the rank of the images is neither 3 nor 4
   *
   * @example
   * ```ts
   * const { images, labels } = mixUp({ alpha: 0.2, seed: 1 }).applyToBatch({ images: xs, labels: oneHot });
   * ```
   */
  applyToBatch<B extends ImageBatch>(
    batch: B,
    options: CallOptions = {},
  ): { [K in keyof B]: tf.Tensor } {
    return tf.tidy(() => this.#run(batch, options)) as { [K in keyof B]: tf.Tensor };
  }

  #run(batch: ImageBatch, options: CallOptions): tf.NamedTensorMap & { images: tf.Tensor } {
    const { images, labels, segmentationMasks } = batch;
    const isImage = images.rank === 3 || images.rank === 4;
    if (!isImage && !this.takesAnyRank) {
      throw new AugmentationError(
        "invalid-input",
        "Expected image tensor to have rank 3 (single image) or 4 (batch of images). " +
          `Received: data.shape=[${images.shape.join(", ")}]`,
      );
    }
    const maskAxes = segmentationMasks ? this.#checkMasks(segmentationMasks, images) : 0;
    const acts = !this.actsOnlyInTraining || this.#isTraining(options);
    if (!acts) {
      for (let i = 0; i < this.idleDraws; i++) this.seedSource.next();
      return {
        images: toFloat(images),
        ...(labels && { labels: labels.clone() }),
        ...(segmentationMasks && { segmentationMasks: segmentationMasks.clone() }),
      };
    }
    const standard = isImage
      ? this.#toStandard(asFloat(images))
      : (asFloat(images) as unknown as tf.Tensor4D);
    const [batchSize, height, width, channels] = standard.shape;
    const single = images.rank === 3;
    const shape = { batch: batchSize, height, width, channels, single };
    const rows = (options["rows"] as BatchRows | undefined) ?? currentBatchRows();
    if (rows && this.seesWholeBatch) {
      throw new AugmentationError(
        "invalid-input",
        `${this.getClassName()} looks at all images of a batch, and on a cluster each worker has only some of them.`,
        {
          remedy:
            "Use it in the data set, in a map with `acrossRows: true`, or train on one machine.",
        },
      );
    }
    if (rows && !single && this.draws) return { images: this.#runRows(standard, shape, rows) };
    const drawn = this.draw(shape, this.seedSource);
    const transformed = this.transformImages(standard, drawn);
    const moved = isImage ? this.#fromStandard(transformed, single) : transformed;
    return {
      images: unlike(moved, images),
      ...(labels && { labels: unlike(this.transformLabels(labels, drawn), labels) }),
      ...(segmentationMasks && {
        segmentationMasks: unlike(
          this.#moveMasks(segmentationMasks, drawn, { single, addAxis: maskAxes < images.rank }),
          segmentationMasks,
        ),
      }),
    };
  }

  /** Rows of a batch that several workers share: drawn for the whole of it, as the call argument `rows` says. */
  #runRows(images: tf.Tensor4D, shape: ImageShape, { start, count, of }: BatchRows): tf.Tensor {
    const each = shape.batch / Math.max(count, 1); // images of a sample; more than one where a layer around this has made them
    const whole = { ...shape, batch: of * each };
    const first = count === 0 ? 0 : start * each;
    const drawn = this.draw(whole, this.seedSource);
    const own = this.drawnRows(drawn, first, shape.batch);
    if (own !== null) return this.#fromStandard(this.transformImages(images, own), false);
    // What was drawn cannot be cut: the other rows are black, and nobody reads what becomes of them.
    const padded = tf.pad4d(images, [
      [first, whole.batch - first - shape.batch],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const transformed = this.transformImages(padded, drawn);
    const sizes = transformed.shape.slice(1) as [number, number, number];
    const kept = tf.slice4d(transformed, [first, 0, 0, 0], [shape.batch, ...sizes]);
    return this.#fromStandard(kept, false);
  }

  /** The rank of masks that fit the images: theirs, or one less, without a channel axis. */
  #checkMasks(masks: tf.Tensor, images: tf.Tensor): number {
    const sizes = (shape: readonly number[]): string => {
      const channelAxis = this.dataFormat === "channelsLast" ? images.rank - 1 : images.rank - 3;
      return shape.filter((_, axis) => shape.length < images.rank || axis !== channelAxis).join();
    };
    const fits = masks.rank === images.rank || masks.rank === images.rank - 1;
    if (fits && sizes(masks.shape) === sizes(images.shape)) return masks.rank;
    throw new AugmentationError(
      "invalid-input",
      "Expected segmentationMasks of the images' batch, height and width, with or without a channel axis. " +
        `Received: segmentationMasks.shape=[${masks.shape.join(", ")}], images.shape=[${images.shape.join(", ")}]`,
      { remedy: "Load or resize the masks to the size of the images, one mask for each image." },
    );
  }

  #moveMasks(
    masks: tf.Tensor,
    drawn: Drawn,
    { single, addAxis }: { readonly single: boolean; readonly addAxis: boolean },
  ): tf.Tensor {
    const axis = this.dataFormat === "channelsLast" ? masks.rank : masks.rank - 2;
    const whole = addAxis ? tf.expandDims(asFloat(masks), axis) : asFloat(masks);
    const moved = this.#fromStandard(this.transformMasks(this.#toStandard(whole), drawn), single);
    return addAxis ? tf.squeeze(moved, [axis]) : moved;
  }

  #isTraining({ training }: CallOptions): boolean {
    if (training !== undefined && training !== null) return training === true;
    return this.inboundNodes.length === 0;
  }

  #toStandard(images: tf.Tensor): tf.Tensor4D {
    const batched =
      images.rank === 3 ? tf.expandDims<tf.Tensor4D>(images, 0) : (images as tf.Tensor4D);
    return this.dataFormat === "channelsLast" ? batched : tf.transpose(batched, [0, 2, 3, 1]);
  }

  #fromStandard(images: tf.Tensor4D, single: boolean): tf.Tensor {
    const ordered =
      this.dataFormat === "channelsLast" ? images : tf.transpose(images, [0, 3, 1, 2]);
    return single ? tf.squeeze(ordered, [0]) : ordered;
  }

  /** The output `[height, width]` for an input `[height, width]`; the same by default. */
  protected outputSize(
    height: number | null,
    width: number | null,
  ): readonly [number | null, number | null] {
    return [height, width];
  }

  override computeOutputShape(
    inputShape: (number | null)[] | (number | null)[][],
  ): (number | null)[] {
    const shape = [...inputShape] as (number | null)[];
    if (shape.some((size) => Array.isArray(size)) || (shape.length !== 3 && shape.length !== 4)) {
      throw new AugmentationError(
        "invalid-input",
        `Expected an image shape of rank 3 or 4. Received: inputShape=${JSON.stringify(inputShape)}`,
      );
    }
    const at = shape.length - (this.dataFormat === "channelsLast" ? 3 : 2);
    const [height, width] = this.outputSize(shape[at] ?? null, shape[at + 1] ?? null);
    shape[at] = height;
    shape[at + 1] = width;
    return shape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), dataFormat: this.dataFormat, ...this.ownConfig() };
  }

  /** The layer's own arguments, as Keras's `get_config` has them, in camel case. */
  protected abstract ownConfig(): tf.serialization.ConfigDict;
}
