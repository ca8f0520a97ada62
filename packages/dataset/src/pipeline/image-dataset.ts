/** The data set of images: a lazy pipeline that is also a `tf.data.Dataset`. */
import { type DatasetSeeds, datasetSeeds, ShuffleSeedGenerator } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import {
  check,
  checkOptions,
  nullOr,
  type Rule,
  someFunction,
  trueOrFalse,
  wholeNumber,
} from "../arguments/rules";
import { DatasetError } from "../errors";
import { diskCacheStage } from "./disk-cache";
import { memoryCacheStage } from "./memory-cache";
import { nameOf, type RowsOf, type WorkerBatch } from "./batch-rows";
import { tellRowsStage } from "./cut-rows";
import { AUTOTUNE, prefetchStage } from "./prefetch";
import { repeatStage, shuffleStage, skipStage, takeStage } from "./select";
import type { Iteration, Stage } from "./stage";
import { batchStage, filterStage, mapStage, unbatchStage } from "./transform";

/** A batch with labels: `xs` float32 `[batch, height, width, channels]`, 0..255; `ys` as `labelMode` says. */
export type LabelledBatch = {
  xs: tf.Tensor4D;
  ys: tf.Tensor;
};

/** tfjs's iterator, with a way to end early. */
export type DatasetIterator<T extends tf.TensorContainer> = Awaited<
  ReturnType<tf.data.Dataset<T>["iterator"]>
> & {
  /** Ends the iteration: read-ahead stops and what it holds is disposed. Elements handed out stay the caller's. */
  return(): Promise<IteratorResult<T>>;
};

/** A file that was left out because it could not be decoded. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** A value of data sets with labels; null without. Either where `Labelled` is not known. */
export type IfLabelled<Labelled extends boolean, V> = Labelled extends true ? V : null;

/** What a data set remembers of the folder that it came from. */
export interface DatasetOrigin {
  readonly classNames: readonly string[] | null;
  /** The label of each file, and the files of each class; null without labels. */
  readonly labels: readonly number[] | null;
  readonly classCounts: readonly number[] | null;
  readonly filePaths: readonly string[];
  /** Samples in all, for `unbatch`; NaN when it cannot be known. */
  readonly samples: number;
  readonly skipped: ReadonlyMap<string, SkippedFile>;
  /** Everything that the elements depend on: options, files, their sizes and times. */
  readonly fingerprint: () => Promise<string>;
  /** The same wherever the same files lie: options, names below the folder, sizes. */
  readonly content: () => Promise<string>;
}

/** Options of {@link ImageDataset.shuffle}. */
export interface ShuffleOptions {
  /** tf.data's op seed; null takes one from the global seed, or a random one. */
  readonly seed?: number | null;
  /** A new order for each iteration. Default true. */
  readonly reshuffleEachIteration?: boolean;
}

/** Options of {@link ImageDataset.map}. */
export interface MapOptions {
  /**
   * Whether a row's result depends on other rows of its batch, as with `MixUp`. On a cluster every worker then makes the whole
   * batch and keeps its rows of the result. Default false.
   */
  readonly acrossRows?: boolean;
}

const isUnseeded = ([first, second]: DatasetSeeds): boolean => first === 0 && second === 0;

/** Checks one argument of a method. */
const checkArgument = (method: string, name: string, value: unknown, rule: Rule): void =>
  check(`ImageDataset.${method}`, name, value, rule);

const seedRule = nullOr(wholeNumber(Number.MIN_SAFE_INTEGER));
const shuffleRules: Readonly<Record<keyof ShuffleOptions, Rule>> = {
  seed: { ...seedRule, words: "null or a whole number" },
  reshuffleEachIteration: trueOrFalse,
};
const mapRules: Readonly<Record<keyof MapOptions, Rule>> = { acrossRows: trueOrFalse };

/**
 * A lazy sequence of elements (batches, at first), in tf.data's order. Nothing is read before an iteration asks for
 * it. Works wherever a `tf.data.Dataset` does, such as stock `model.fitDataset`.
 *
 * Whoever takes an element disposes its tensors. What an iteration has read ahead is dropped when it ends or is
 * broken out of.
 *
 * @example
 * const batches = await imageDatasetFromDirectory("flower_photos", { imageSize: [180, 180] });
 * for await (const { xs, ys } of batches.take(1)) {
 *   console.log(xs.shape, ys.shape); // [32, 180, 180, 3] [32]
 *   tf.dispose([xs, ys]);
 * }
 */
export class ImageDataset<
  T extends tf.TensorContainer = LabelledBatch,
  Labelled extends boolean = boolean,
> extends tf.data.Dataset<T> {
  /** Elements per iteration, as tfjs reads it: null when unknown, Infinity when endless. */
  override readonly size: number;
  readonly #stage: Stage;
  readonly #origin: DatasetOrigin;
  /** The methods applied so far, for the key of a disk cache. */
  readonly #steps: readonly string[];
  /** The seeds of the shuffles so far, the loader's first. */
  readonly #orders: readonly DatasetSeeds[];

  /** @internal Made by `imageDatasetFromDirectory` and by the methods below. */
  constructor(
    stage: Stage,
    origin: DatasetOrigin,
    steps: readonly string[] = [],
    orders: readonly DatasetSeeds[] = [],
  ) {
    super();
    this.#orders = orders;
    this.#steps = steps;
    this.#stage = stage;
    this.#origin = origin;
    this.size = Number.isNaN(stage.cardinality) ? (null as unknown as number) : stage.cardinality;
  }

  /** Class names in the order of their labels; null without labels. Kept by every method (Keras drops them). */
  get classNames(): IfLabelled<Labelled, readonly string[]> {
    return this.#origin.classNames as IfLabelled<Labelled, readonly string[]>;
  }

  /** The label of each file in {@link ImageDataset.filePaths}; null without labels. Kept by every method. */
  get labels(): IfLabelled<Labelled, readonly number[]> {
    return this.#origin.labels as IfLabelled<Labelled, readonly number[]>;
  }

  /** How many of the files belong to each class, in the order of `classNames`; null without labels. Kept by every method. */
  get classCounts(): IfLabelled<Labelled, readonly number[]> {
    return this.#origin.classCounts as IfLabelled<Labelled, readonly number[]>;
  }

  /** Files in the order of the folder's shuffle and split, before any shuffle of the pipeline; a frozen list. */
  get filePaths(): readonly string[] {
    return this.#origin.filePaths;
  }

  /** Files left out so far because `onError` is "skip" or "warn". */
  get report(): { readonly skipped: readonly SkippedFile[] } {
    return { skipped: [...this.#origin.skipped.values()] };
  }

  /** Elements per iteration: Infinity when endless, NaN when it cannot be known (after `filter`, or when files may be skipped). */
  cardinality(): number {
    return this.#stage.cardinality;
  }

  /**
   * Begins an iteration. Its shuffle seeds are drawn now, before the first element, as when TensorFlow creates an
   * iterator.
   */
  override async iterator(): Promise<DatasetIterator<T>> {
    const iteration = this.#stage.start();
    const next = serially(iteration);
    const shell = await tf.data.func(() => ({ done: true, value: 0 })).iterator();
    const done = { done: true, value: null } as unknown as IteratorReturnResult<T>;
    return Object.assign(shell as unknown as DatasetIterator<T>, {
      next: async (): Promise<IteratorResult<T>> => {
        const value = await next();
        return value === undefined ? done : { done: false, value: value as T };
      },
      return: (): Promise<IteratorResult<T>> => {
        iteration.stop();
        return Promise.resolve(done);
      },
    });
  }

  /** `for await (const element of dataset)`: one iteration, ended by `break`. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const iteration = this.#stage.start();
    try {
      for (let element = await iteration.next(); element; element = await iteration.next()) {
        yield (await element.tensors()) as T;
      }
    } finally {
      iteration.stop();
    }
  }

  /**
   * Applies a function to each element. It runs in `tf.tidy`; its inputs are disposed unless it returns them.
   *
   * Where several workers share a batch ({@link ImageDataset.forWorker}), it is given a worker's own rows, and random layers
   * in it draw as for the whole batch.
   */
  override map<O extends tf.TensorContainer>(
    transform: (value: T) => O,
    options: MapOptions = {},
  ): ImageDataset<O, Labelled> {
    checkArgument("map", "transform", transform, someFunction);
    checkOptions("ImageDataset.map", options, mapRules);
    return this.#with(
      mapStage(
        this.#stage,
        transform as (value: tf.TensorContainer) => O,
        options.acrossRows === true,
      ),
      `map ${String(transform)}`,
    );
  }

  /** Keeps the elements for which `predicate` returns true; the others are disposed. */
  override filter(predicate: (value: T) => boolean): ImageDataset<T, Labelled> {
    checkArgument("filter", "predicate", predicate, someFunction);
    return this.#with(
      filterStage(this.#stage, predicate as (value: tf.TensorContainer) => boolean),
      `filter ${String(predicate)}`,
    );
  }

  /** Puts `batchSize` elements together along a new first axis. @param smallLastBatch keep a short last batch */
  override batch(batchSize: number, smallLastBatch = true): ImageDataset<T, Labelled> {
    checkArgument("batch", "batchSize", batchSize, wholeNumber(1));
    checkArgument("batch", "smallLastBatch", smallLastBatch, trueOrFalse);
    return this.#with(
      batchStage(this.#stage, batchSize, smallLastBatch),
      `batch ${batchSize} ${smallLastBatch}`,
    );
  }

  /** Takes each element apart along its first axis. */
  unbatch(): ImageDataset<T, Labelled> {
    return this.#with(unbatchStage(this.#stage, this.#origin.samples), "unbatch");
  }

  /** The first `count` elements; -1 for all. */
  override take(count: number): ImageDataset<T, Labelled> {
    checkArgument("take", "count", count, wholeNumber(-1));
    return count < 0 ? this : this.#with(takeStage(this.#stage, count), `take ${count}`);
  }

  /** All but the first `count` elements. */
  override skip(count: number): ImageDataset<T, Labelled> {
    checkArgument("skip", "count", count, wholeNumber(0));
    return this.#with(skipStage(this.#stage, count), `skip ${count}`);
  }

  /** The elements `count` times over; endless without one. */
  override repeat(count = Infinity): ImageDataset<T, Labelled> {
    if (count !== Infinity) checkArgument("repeat", "count", count, wholeNumber(-1));
    return this.#with(repeatStage(this.#stage, count < 0 ? Infinity : count), `repeat ${count}`);
  }

  /**
   * Shuffles with a buffer of `bufferSize` elements (batches, when what comes before is batched), in tf.data's order.
   *
   * The second form is `tf.data.Dataset`'s; its seed must be a number written out.
   */
  override shuffle(bufferSize: number, options?: ShuffleOptions): ImageDataset<T, Labelled>;
  override shuffle(
    bufferSize: number,
    seed?: string,
    reshuffleEachIteration?: boolean,
  ): ImageDataset<T, Labelled>;
  override shuffle(
    bufferSize: number,
    options: ShuffleOptions | string = {},
    reshuffle = true,
  ): ImageDataset<T, Labelled> {
    checkArgument("shuffle", "bufferSize", bufferSize, wholeNumber(1));
    const named =
      typeof options === "string"
        ? { seed: /^-?\d+$/.test(options) ? Number(options) : options }
        : options;
    const given: unknown =
      named === options ? options : { ...named, reshuffleEachIteration: reshuffle };
    checkOptions("ImageDataset.shuffle", given, shuffleRules);
    const { seed = null, reshuffleEachIteration = true } = given as ShuffleOptions;
    const order = datasetSeeds(seed);
    const seeds = new ShuffleSeedGenerator(order, reshuffleEachIteration);
    return this.#with(
      shuffleStage(this.#stage, bufferSize, seeds),
      `shuffle ${bufferSize} ${seed} ${reshuffleEachIteration}`,
      order,
    );
  }

  /**
   * Keeps the elements of the first complete iteration, so that later ones decode nothing. Takes the pixels' own
   * size: 4 bytes per value, or 1 where they are whole numbers or `pixels: "uint8"`.
   *
   * @param path keep them on disk, in the file `<path>.flowers-cache`, for later processes too (in the page: in the
   * origin-private file system, for later visits). The file is
   * put in place when complete, and its version, checksums, options, files (size and time of change) and the methods
   * applied before are checked when it is opened; if anything differs it is made again. Variables that a mapped function
   * closes over are not seen: choose another path when they change. Without `path`: in memory.
   */
  cache(path?: string): ImageDataset<T, Labelled> {
    if (path !== undefined) {
      checkArgument("cache", "path", path, {
        words: "the path of a file, without its ending",
        holds: (value) => typeof value === "string" && !value.includes("\0"),
      });
    }
    if (path === undefined || path === "") return this.#with(memoryCacheStage(this.#stage), "");
    const key = async (): Promise<string> =>
      JSON.stringify([await this.#origin.fingerprint(), this.#steps]);
    return this.#with(diskCacheStage(this.#stage, path, key), "");
  }

  /** Works ahead of the consumer. @param bufferSize elements to hold ready, or {@link AUTOTUNE} to measure it */
  override prefetch(bufferSize: number | typeof AUTOTUNE = AUTOTUNE): ImageDataset<T, Labelled> {
    if (bufferSize === AUTOTUNE) return this.#with(prefetchStage(this.#stage, AUTOTUNE), "");
    checkArgument("prefetch", "bufferSize", bufferSize, {
      ...wholeNumber(0),
      words: "AUTOTUNE or a whole number of at least 0",
    });
    return this.#with(prefetchStage(this.#stage, bufferSize), "");
  }

  /**
   * The same batches in the same order, of each only one worker's rows, for training on several machines: `fit`, `evaluate`
   * and `predict` ask for them after `joinCluster`. Orders depend on seeds alone, so every worker knows them.
   *
   * A worker reads and decodes its own files only, wherever the loader makes the batches. What must see whole batches makes
   * them whole on every worker and cuts them afterwards: `batch`, `unbatch`, `filter`, `map` with `acrossRows`, and a loader
   * that passes over damaged files (`onError`). A cache keeps a worker's rows; on disk, in a file for each worker.
   *
   * tf.data's `shard`, which takes every n-th element, is something else.
   *
   * @param rowsOf which rows of a batch of a given size: those of `rowsOf` in `@flowers/training`
   * @example
   * const half = batches.forWorker((of) => ({ start: 0, count: Math.ceil(of / 2), of }));
   * for await (const { xs, rows } of half.take(1)) console.log(xs.shape, rows);
   * // [16, 180, 180, 3] { start: 0, count: 16, of: 32 }
   */
  forWorker(rowsOf: RowsOf): ImageDataset<WorkerBatch, Labelled> {
    checkArgument("forWorker", "rowsOf", rowsOf, someFunction);
    return this.#with(tellRowsStage(this.#stage.forWorker(rowsOf)), `rows ${nameOf(rowsOf)}`);
  }

  /**
   * A text that is the same wherever the data set gives the same elements in the same order: names and sizes of its files,
   * labels, options, seeds, and the methods applied. Not the pixels, and not where the folder lies.
   *
   * @throws DatasetError `invalid-argument` where a shuffle has no seed, so that no two processes have the same order
   */
  async fingerprint(): Promise<string> {
    if (this.#orders.some(isUnseeded)) {
      throw new DatasetError(
        "invalid-argument",
        "ImageDataset: a shuffle without a seed has another order in every process.",
        { remedy: "Give `seed`, or call setRandomSeed before the data set is made." },
      );
    }
    return JSON.stringify([await this.#origin.content(), this.#orders, this.#steps]);
  }

  /** @param step what was done, if it changes the elements */
  #with<O extends tf.TensorContainer>(
    stage: Stage,
    step: string,
    order?: DatasetSeeds,
  ): ImageDataset<O, Labelled> {
    return new ImageDataset<O, Labelled>(
      stage,
      this.#origin,
      step === "" ? this.#steps : [...this.#steps, step],
      order ? [...this.#orders, order] : this.#orders,
    );
  }
}

/** Steps run one after the other, even when tfjs asks for several elements at once. */
function serially(iteration: Iteration): () => Promise<tf.TensorContainer | undefined> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = last.then(async () => (await iteration.next())?.tensors());
    last = mine.catch(() => undefined);
    return mine;
  };
}
