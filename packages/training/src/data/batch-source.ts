/** Where batches come from: datasets, iterables, generator functions, or whole tensors cut into batches. */
import * as tf from "@tensorflow/tfjs";
import { datasetSeeds, shuffle as permutation, ShuffleSeedGenerator } from "@flowers/random";
import { TrainingError } from "../errors";
import { type Batch, type BatchNames, type Element, type Tensors, toBatch } from "./batch";

/** Whole tensors, cut into batches by `batchSize`. They stay the caller's. */
export interface TensorData {
  readonly xs: Tensors;
  readonly ys?: Tensors;
  readonly sampleWeight?: Tensors;
}

type AnyIterable = Iterable<unknown> | AsyncIterable<unknown>;

/**
 * What `fit`, `evaluate` and `predict` read:
 * a tf.data dataset or `ImageDataset` (its batches are disposed of); a function that makes an iterable of batches (the
 * same); an iterable of batches, which stay the caller's; or whole tensors, which do too.
 */
export type TrainingData =
  tf.data.Dataset<tf.TensorContainer> | AnyIterable | (() => AnyIterable) | TensorData;

export interface BatchIterator {
  /** The next batch, or null at the end. The caller calls its `dispose`. */
  next(): Promise<Batch | null>;
  /** Ends the iteration early. */
  close(): Promise<void>;
}

export interface BatchSource {
  /** Batches of one pass; null while that is unknown. */
  readonly steps: number | null;
  /** Starts a pass; one that shuffles draws its seeds now, as TensorFlow does when it makes an iterator. */
  open(): Promise<BatchIterator>;
  /** Whether the first pass may fill a cache, so that resuming must not skip it. */
  readonly fills: boolean;
}

interface TensorOptions {
  readonly batchSize: number;
  readonly shuffle: boolean;
}

function isDataset(data: TrainingData): data is tf.data.Dataset<tf.TensorContainer> {
  return typeof data === "object" && "iterator" in data && typeof data.iterator === "function";
}

function isIterable(data: unknown): data is AnyIterable {
  return (
    typeof data === "object" &&
    data !== null &&
    (Symbol.iterator in data || Symbol.asyncIterator in data)
  );
}

/** Reads any accepted data. */
export function batchSource(
  data: TrainingData,
  names: BatchNames,
  options: TensorOptions,
): BatchSource {
  if (isDataset(data)) return datasetSource(data, names);
  if (typeof data === "function") return iterableSource(data, names, true);
  if (data instanceof tf.Tensor) return tensorSource({ xs: data }, names, options);
  if (isIterable(data)) {
    const isTensorList = Array.isArray(data) && data[0] instanceof tf.Tensor;
    return isTensorList
      ? tensorSource({ xs: data as tf.Tensor[] }, names, options)
      : iterableSource(() => data, names, false);
  }
  if (typeof data === "object" && "xs" in data) return tensorSource(data, names, options);
  throw new TrainingError(
    "invalid-argument",
    "Data must be a dataset, an iterable of { xs, ys }, a function that makes one, or { xs, ys } of tensors.",
  );
}

function datasetSource(
  dataset: tf.data.Dataset<tf.TensorContainer>,
  names: BatchNames,
): BatchSource {
  // tf.data says null, Infinity or NaN when it does not know.
  const size = dataset.size as number | null;
  return {
    steps: size !== null && Number.isFinite(size) && size >= 0 ? size : null,
    fills: true,
    open: async () => {
      const iterator = await dataset.iterator();
      return {
        next: async () => {
          const next = await iterator.next();
          return next.done ? null : toBatch(next.value as unknown, names, true);
        },
        close: async () => {
          if ("return" in iterator && typeof iterator.return === "function") {
            await (iterator.return as () => Promise<unknown>)();
          }
        },
      };
    },
  };
}

function iterableSource(make: () => AnyIterable, names: BatchNames, owned: boolean): BatchSource {
  return {
    steps: null,
    fills: true,
    open: () => {
      const iterable = make();
      const iterator =
        Symbol.asyncIterator in iterable
          ? iterable[Symbol.asyncIterator]()
          : iterable[Symbol.iterator]();
      return Promise.resolve({
        next: async () => {
          const next = await iterator.next();
          return next.done === true ? null : toBatch(next.value as unknown, names, owned);
        },
        close: async () => {
          await iterator.return?.();
        },
      });
    },
  };
}

function tensorSource(
  data: TensorData,
  names: BatchNames,
  { batchSize, shuffle }: TensorOptions,
): BatchSource {
  const whole = toBatch(data satisfies Element, names, false);
  const all = [...whole.xs, ...whole.ys, ...whole.weights.filter((weight) => weight !== null)];
  const count = whole.size;
  for (const tensor of all) {
    if (tensor.shape[0] !== count) {
      const sizes = all.map((each) => each.shape[0]).join(", ");
      throw new TrainingError(
        "shape-mismatch",
        `Data cardinality is ambiguous: first sizes are ${sizes}.`,
      );
    }
  }
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new TrainingError(
      "invalid-argument",
      `batchSize must be a positive whole number; received ${batchSize}.`,
    );
  }
  const seeds = shuffle ? new ShuffleSeedGenerator(datasetSeeds(null), true) : null;
  return {
    steps: Math.ceil(count / batchSize),
    fills: false,
    open: () => {
      const order = seeds ? permutation(count, { seed: seeds.next() }) : null;
      let start = 0;
      const cut = <T extends tf.Tensor>(tensor: T): tf.Tensor => {
        const size = Math.min(batchSize, count - start);
        if (!order) return tf.slice(tensor, start, size);
        return tf.tidy(() =>
          tf.gather(tensor, tf.tensor1d(order.subarray(start, start + size), "int32")),
        );
      };
      return Promise.resolve({
        next: () => {
          if (start >= count) return Promise.resolve(null);
          const batch: Element = { xs: whole.xs.map(cut), ys: whole.ys.map(cut) };
          const weights = whole.weights.map((weight) => weight && cut(weight));
          start += batchSize;
          const made = toBatch(whole.ys.length > 0 ? batch : { xs: batch.xs }, names, true);
          return Promise.resolve({
            ...made,
            weights,
            dispose: () => {
              made.dispose();
              tf.dispose(weights.filter((weight) => weight !== null));
            },
          });
        },
        close: () => Promise.resolve(),
      });
    },
  };
}

/** Cuts the last samples off, as Keras's `validation_split` does: the last `n - floor(n (1 - split))`. Not shuffled. */
export function splitTensors(
  data: TensorData,
  split: number,
  names: BatchNames,
): [TensorData, TensorData, () => void] {
  if (!(split > 0 && split < 1)) {
    throw new TrainingError(
      "invalid-argument",
      `validationSplit must lie between 0 and 1; received ${split}.`,
    );
  }
  const whole = toBatch(data satisfies Element, names, false);
  const at = Math.floor(whole.size * (1 - split));
  if (at === 0 || at === whole.size) {
    throw new TrainingError(
      "invalid-argument",
      `validationSplit=${split} leaves ${at} of ${whole.size} samples for training; both parts need one.`,
    );
  }
  const made: tf.Tensor[] = [];
  const part = (start: number, size: number): TensorData => {
    const cut = (tensor: tf.Tensor): tf.Tensor => {
      const piece = tf.slice(tensor, start, size);
      made.push(piece);
      return piece;
    };
    const weights = whole.weights.map((weight) => (weight ? cut(weight) : null));
    return {
      xs: whole.xs.map(cut),
      ys: whole.ys.map(cut),
      ...(weights.every((weight) => weight !== null) ? { sampleWeight: weights } : {}),
    };
  };
  return [part(0, at), part(at, whole.size - at), () => tf.dispose(made)];
}
