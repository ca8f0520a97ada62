/** What a frozen network sees in a dataset, computed once, so that a head trains on it in seconds. */
import * as tf from "@tensorflow/tfjs";
import type { FileStore } from "@flowers/files";
import type { Batch } from "../data/batch";
import type { BatchIterator, TensorData, TrainingData } from "../data/batch-source";
import { batchSource } from "../data/make-source";
import { modelNames } from "../data/model-names";
import { TrainingError } from "../errors";
import { folderStore } from "../files";
import { refuseUnknown } from "../names";
import { checkInputs } from "../trainer/run-parts";
import { featureBase } from "./feature-base";
import { FeatureCache } from "./feature-cache";
import { FrozenNetwork } from "./frozen/frozen-network";
import { modelKey } from "./model-key";
import { pixelHashes } from "./pixel-hashes";
import { requireModel, requireOptions } from "../require-model";

/** Options of {@link extractFeatures}. */
export interface ExtractFeaturesOptions {
  /**
   * Where features are kept from run to run: a folder (in a page one of the origin's private file system), or a store. Each
   * is found again by the network's weights and the image's pixels, whatever the order. Default null: nowhere.
   */
  readonly cache?: string | FileStore | null;
  /** Name of the layer whose output the features are. Default: the last one, which must not be a classifier's. */
  readonly cutAt?: string;
  /** How often the dataset is gone through, each time with new draws of its augmentation. Default 1. */
  readonly passes?: number;
  /** Layers that change each batch before the network sees it, in training mode: `randomFlip` and its kin. Default none. */
  readonly augmentation?: readonly tf.layers.Layer[];
  /** Told after each batch: batches done, and all there are, or null where the dataset does not know. */
  readonly onBatch?: (done: number, batches: number | null) => void;
  /** Stops after the current batch; what is computed by then is in the cache. */
  readonly signal?: AbortSignal;
}

/** Features and labels of a whole dataset, as `fit`, `evaluate` and `predict` take them. The caller's to dispose of. */
export interface Features extends TensorData {
  /** float32 `[samples * passes, ...features]`, in the dataset's order, one pass after the other. */
  readonly xs: tf.Tensor;
  /** The labels, as the dataset has them. */
  readonly ys?: tf.Tensor;
  readonly sampleWeight?: tf.Tensor;
  /** How many samples went through the network. */
  readonly computed: number;
  /** How many were found in the cache. */
  readonly found: number;
  dispose(): void;
}

function checkOptions({ passes = 1, augmentation, ...options }: ExtractFeaturesOptions): void {
  refuseUnknown("extractFeatures", options, ["cache", "cutAt", "onBatch", "signal"]);
  if (!Number.isInteger(passes) || passes < 1)
    throw new TrainingError(
      "invalid-argument",
      `extractFeatures: passes must be a positive whole number; received ${passes}.`,
    );
  if (augmentation?.some((layer) => !(layer instanceof tf.layers.Layer)))
    throw new TrainingError(
      "invalid-argument",
      "extractFeatures: augmentation must be a list of layers, such as [randomFlip()].",
    );
}

/**
 * Runs a network over a dataset, outside training, and gives its outputs beside the labels. With `cache`, a process that was
 * killed continues where it was, and the result is the same to the last bit; so is the next run's, without the network.
 *
 * The dataset's order is kept; a dataset that shuffles shuffles. The base stays the caller's and is not changed.
 *
 * @param base one input, one output; `float32 [batch, features]` is what a dense head takes (`pooling: "avg"`)
 * @throws TrainingError `invalid-argument` for an option that breaks a rule or a base that still has its classifier,
 * `shape-mismatch` for images of another size than the base's, `empty-dataset`, `file` when the cache cannot be written
 *
 * @example
 * ```ts
 * const features = await extractFeatures(train, base, { cache: "features" });
 * await compile(head, { optimizer: "adam", loss }).fit(features, { epochs: 15 });
 * features.dispose();
 * ```
 */
export async function extractFeatures(
  data: TrainingData,
  base: tf.LayersModel,
  options: ExtractFeaturesOptions = {},
): Promise<Features> {
  requireModel("extractFeatures", base);
  requireOptions("extractFeatures", options);
  checkOptions(options);
  const { passes = 1, signal, onBatch } = options;
  const network = featureBase(base, options.cutAt);
  const frozen = new FrozenNetwork(network);
  const names = { ...modelNames(network), outputs: ["labels"] };
  const source = batchSource(data, names, { batchSize: 32, shuffle: false });
  const work = new Extraction(network, (x) => frozen.run(x), options);
  const parts: Extracted[] = [];
  try {
    const batches = source.steps === null ? null : source.steps * passes;
    for (let pass = 0; pass < passes && !signal?.aborted; pass++) {
      const iterator = await source.open();
      try {
        await forEachBatch(iterator, async (batch) => {
          checkInputs(network, batch, parts.length);
          parts.push(await work.run(batch));
          onBatch?.(parts.length, batches);
          return !signal?.aborted;
        });
      } finally {
        await iterator.close();
      }
    }
    return collected(parts, work);
  } finally {
    for (const { xs, ys, sampleWeight } of parts) disposeOf(xs, ys, sampleWeight);
    frozen.dispose();
  }
}

function disposeOf(...tensors: readonly (tf.Tensor | null)[]): void {
  for (const tensor of tensors) tensor?.dispose();
}

async function forEachBatch(
  iterator: BatchIterator,
  work: (batch: Batch) => Promise<boolean>,
): Promise<void> {
  for (let batch = await iterator.next(); batch; batch = await iterator.next()) {
    try {
      if (!(await work(batch))) return;
    } finally {
      batch.dispose();
    }
  }
}

/** Features of one batch, with clones of its labels and weights. */
interface Extracted {
  readonly xs: tf.Tensor;
  readonly ys: tf.Tensor | null;
  readonly sampleWeight: tf.Tensor | null;
}

function collected(parts: readonly Extracted[], { computed, found }: Extraction): Features {
  if (parts.length === 0)
    throw new TrainingError("empty-dataset", "extractFeatures: the data has no batch.");
  const whole = (name: keyof Extracted): tf.Tensor | null => {
    const pieces = parts.flatMap((part) => part[name] ?? []);
    return pieces.length === parts.length ? tf.concat(pieces) : null;
  };
  const xs = whole("xs") as tf.Tensor;
  const ys = whole("ys");
  const sampleWeight = whole("sampleWeight");
  return {
    xs,
    ...(ys ? { ys } : {}),
    ...(sampleWeight ? { sampleWeight } : {}),
    ...{ computed, found },
    dispose: () => disposeOf(xs, ys, sampleWeight),
  };
}

/** The network over batches, with what the cache knows already. */
class Extraction {
  readonly #network: tf.LayersModel;
  readonly #predict: (images: tf.Tensor) => tf.Tensor;
  readonly #augmentation: readonly tf.layers.Layer[];
  readonly #store: FileStore | null;
  /** One for each shape of images. */
  readonly #caches = new Map<string, Promise<FeatureCache>>();
  computed = 0;
  found = 0;

  constructor(
    network: tf.LayersModel,
    predict: (images: tf.Tensor) => tf.Tensor,
    { cache = null, augmentation = [] }: ExtractFeaturesOptions,
  ) {
    this.#network = network;
    this.#predict = predict;
    this.#augmentation = augmentation;
    this.#store = typeof cache === "string" ? folderStore(cache) : cache;
  }

  async run(batch: Batch): Promise<Extracted> {
    const [images] = batch.inputs;
    if (!images) throw new Error("unreachable: the base has one input");
    const changed = this.#changed(images);
    const [output] = batch.outputs;
    const labels = {
      ys: output ? tf.clone(output.target) : null,
      sampleWeight: output?.weight ? tf.clone(output.weight) : null,
    };
    try {
      return { xs: await this.#features(changed), ...labels };
    } catch (error) {
      disposeOf(labels.ys, labels.sampleWeight);
      throw error;
    } finally {
      if (changed !== images) changed.dispose();
    }
  }

  #changed(images: tf.Tensor): tf.Tensor {
    if (this.#augmentation.length === 0) return images;
    return tf.tidy(() =>
      this.#augmentation.reduce(
        (x, layer) => layer.apply(x, { training: true }) as tf.Tensor,
        tf.clone(images),
      ),
    );
  }

  async #features(images: tf.Tensor): Promise<tf.Tensor> {
    const count = images.shape[0] ?? 0;
    if (!this.#store) {
      this.computed += count;
      return this.#predict(images);
    }
    const cache = await this.#cacheFor(this.#store, images.shape.slice(1));
    const hashes = await pixelHashes(images);
    const known = cache.rows(hashes);
    if (known) {
      this.found += count;
      return tf.tensor(known, this.#shapeOf(count), "float32");
    }
    // The whole batch again, also where a part is known: so a resumed run computes what an unbroken one does.
    this.computed += count;
    const features = this.#predict(images);
    try {
      await cache.add(hashes, (await features.data()) as Float32Array);
    } catch (error) {
      features.dispose();
      throw error;
    }
    return features;
  }

  #shapeOf(count: number): number[] {
    const [, ...rest] = this.#network.outputs[0]?.shape ?? [];
    return [count, ...rest.map((size) => size ?? -1)];
  }

  #cacheFor(store: FileStore, shape: readonly number[]): Promise<FeatureCache> {
    const name = shape.join("x");
    const known = this.#caches.get(name);
    if (known) return known;
    const opened = modelKey(this.#network, name).then((key) => FeatureCache.open(store, key));
    this.#caches.set(name, opened);
    return opened;
  }
}
