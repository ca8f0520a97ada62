/**
 * What a training or test step adds up over the workers of a cluster. While a step is recorded its sums change nothing; in the
 * graph each becomes a `CollectiveReduceV2`, so that clipping, the optimizer and the gate see what one process would.
 */
import * as tf from "@tensorflow/tfjs";
import type { CurrentCluster } from "../../cluster/current-cluster";
import { nextInstanceKey } from "../../cluster/instance-keys";
import type { BatchRows } from "../../cluster/rows";
import type { NativeBackend } from "./native-backend";

/** How a graph adds up: the same on all workers. */
export interface Collectives {
  /** Instance keys by the id of the tensor that becomes a sum over workers. */
  readonly keys: ReadonlyMap<number, number>;
  readonly workers: number;
  /** Seconds that one waits for the others. */
  readonly timeout: number;
}

/** Tensors with fewer values travel together. */
const packedBelow = 16_384;

export interface Reduced {
  readonly statistics: tf.Tensor1D;
  readonly gradients: readonly (tf.Tensor | null)[];
}

export class StepReduction {
  readonly #backend: NativeBackend;
  readonly #cluster: CurrentCluster;
  readonly #rows: BatchRows;
  readonly #keys = new Map<number, number>();

  constructor(backend: NativeBackend, cluster: CurrentCluster, rows: BatchRows) {
    this.#backend = backend;
    this.#cluster = cluster;
    this.#rows = rows;
  }

  /** This worker's part of the batch: what its means count for. */
  get share(): number {
    return this.#rows.count / this.#rows.of;
  }

  get collectives(): Collectives {
    const { workers, timeout } = this.#cluster;
    return { keys: this.#keys, workers, timeout };
  }

  /**
   * A batch's statistics over all workers, followed by the number of rows that they are of. The first `losses` are means of
   * rows, the others sums. Takes the vector over.
   */
  statistics(vector: tf.Tensor1D, losses: number): tf.Tensor1D {
    return this.#owned([vector], ([own]) =>
      this.#sum([this.#shared(own as tf.Tensor1D, losses)]),
    )[0] as tf.Tensor1D;
  }

  /**
   * Statistics, as {@link statistics} gives them, gradients of losses that were scaled by {@link share}, and weights that the
   * step has moved by itself: the mean of the workers', by their rows. Takes statistics and gradients over.
   */
  training(
    { statistics, gradients }: Reduced,
    losses: number,
    moved: readonly { read(): tf.Tensor; write(value: tf.Tensor): unknown }[],
  ): Reduced {
    const present = gradients.filter((gradient) => gradient !== null);
    const [vector, ...sums] = this.#owned([statistics, ...present], ([own, ...others]) =>
      this.#sum([
        this.#shared(own as tf.Tensor1D, losses),
        ...others,
        ...moved.map((weight) => tf.mul(weight.read(), this.share)),
      ]),
    );
    const rest = [...sums];
    const reduced = gradients.map((gradient) => gradient && (rest.shift() ?? null));
    moved.forEach((weight) => {
      const value = rest.shift();
      if (value) weight.write(value);
      value?.dispose();
    });
    return { statistics: vector as tf.Tensor1D, gradients: reduced };
  }

  /** Runs work on tensors and disposes of them. What it gives is the caller's. */
  #owned(
    tensors: readonly tf.Tensor[],
    work: (tensors: readonly tf.Tensor[]) => tf.Tensor[],
  ): tf.Tensor[] {
    const made = tf.tidy(() => work(tensors));
    tf.dispose([...tensors]);
    return made;
  }

  #shared(vector: tf.Tensor1D, losses: number): tf.Tensor1D {
    const { count } = this.#rows;
    const means = tf.mul(tf.slice1d(vector, 0, losses), this.share);
    const sums = tf.slice1d(vector, losses, vector.size - losses);
    const counted = count === 0 ? tf.zerosLike(sums) : sums; // a worker without rows runs a row that counts for nothing
    return tf.concat1d([means as tf.Tensor1D, counted, tf.tensor1d([count])]);
  }

  /** Sums over workers, in order; small tensors as one. Runs in a tidy. */
  #sum(tensors: readonly tf.Tensor[]): tf.Tensor[] {
    const small = tensors.filter(({ size }) => size < packedBelow);
    const packed = this.#reduced(
      tf.concat1d(small.map((tensor) => tf.reshape(tensor, [-1]) as tf.Tensor1D)),
    );
    let start = 0;
    return tensors.map((tensor) => {
      if (tensor.size >= packedBelow) return this.#reduced(tensor);
      const piece = tf.reshape(tf.slice(packed, start, tensor.size), tensor.shape);
      start += tensor.size;
      return piece;
    });
  }

  /** What the graph turns into a sum over workers; here the tensor as it is, with an id of its own. */
  #reduced<T extends tf.Tensor>(tensor: T): T {
    const marked = tf.add<T>(tensor, 0);
    const [id = -1] = this.#backend.getInputTensorIds([marked]);
    this.#keys.set(id, nextInstanceKey());
    return marked;
  }
}
