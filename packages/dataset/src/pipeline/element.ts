/** One element on its way through the pipeline: typed arrays until somebody needs tensors. */
import * as tf from "@tensorflow/tfjs";
import { type HostTree, leaves, tensorsIn, toHost } from "./host";
import { tensorsOf } from "./host-tensor";
import type { BatchRows } from "./batch-rows";

export interface Element {
  /** The element as tensors; the element is used up and the caller owns them. */
  tensors(): Promise<tf.TensorContainer>;
  /** The element as typed arrays, which nobody may change; the element is used up. */
  host(): Promise<HostTree>;
  /** Gives the element up. */
  dispose(): void;
  /** Bytes held, for read-ahead budgets. */
  readonly sizeBytes: number;
  /** Which rows of a whole batch these are; null where it is whole. */
  readonly rows: BatchRows | null;
}

/** An element of typed arrays. Making tensors of it does not use it up: caches give the same one every epoch. */
export class HostElement implements Element {
  constructor(
    readonly tree: HostTree,
    readonly rows: BatchRows | null = null,
  ) {}

  get sizeBytes(): number {
    return leaves(this.tree).reduce((sum, { data }) => sum + data.byteLength, 0);
  }

  tensors(): Promise<tf.TensorContainer> {
    return tensorsOf(this.tree);
  }

  host(): Promise<HostTree> {
    return Promise.resolve(this.tree);
  }

  dispose(): void {
    // typed arrays need no disposal
  }
}

/** An element that a user's function has made: tensors, owned by it. */
export class TensorElement implements Element {
  constructor(
    readonly value: tf.TensorContainer,
    readonly rows: BatchRows | null = null,
  ) {}

  get sizeBytes(): number {
    return tensorsIn(this.value).reduce((sum, { size }) => sum + size * 4, 0);
  }

  tensors(): Promise<tf.TensorContainer> {
    return Promise.resolve(this.value);
  }

  async host(): Promise<HostTree> {
    try {
      return await toHost(this.value);
    } finally {
      this.dispose();
    }
  }

  dispose(): void {
    tf.dispose(this.value);
  }
}
