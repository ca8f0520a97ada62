/** Elements held as typed arrays, and their conversion to and from tensors. */
import * as tf from "@tensorflow/tfjs";

/** Values outside any backend. Bytes with dtype float32 are pixels stored without loss; they widen when used. */
export class HostArray {
  constructor(
    readonly data: Float32Array | Int32Array | Uint8Array,
    readonly shape: readonly number[],
    readonly dtype: "float32" | "int32" | "bool",
  ) {}
}

/** A tensor container with host arrays for tensors. */
export type HostTree =
  | HostArray
  | readonly HostTree[]
  | { readonly [key: string]: HostTree }
  | number
  | string
  | null
  | undefined;

/** Applies `leaf` to each host array. */
export function mapHost<R>(tree: HostTree, leaf: (array: HostArray) => R): unknown {
  if (tree instanceof HostArray) return leaf(tree);
  if (Array.isArray(tree)) return (tree as readonly HostTree[]).map((item) => mapHost(item, leaf));
  if (typeof tree === "object" && tree !== null) {
    return Object.fromEntries(
      Object.entries(tree as Record<string, HostTree>).map(([key, item]) => [
        key,
        mapHost(item, leaf),
      ]),
    );
  }
  return tree;
}

/** Every host array of a tree, in order. */
export function leaves(tree: HostTree): HostArray[] {
  const found: HostArray[] = [];
  mapHost(tree, (array) => found.push(array));
  return found;
}

/** Backends that copy values when a tensor is made and when it is read; others keep and hand out the same array. */
const copying: ReadonlySet<string> = new Set(["wasm", "tensorflow"]);

/** Whether tensors made and read now share no memory with the arrays outside. */
export function copiesValues(): boolean {
  return copying.has(tf.getBackend());
}

/** Copies the tensors of a container to the host; the tensors are not disposed. */
export async function toHost(value: unknown): Promise<HostTree> {
  if (value instanceof tf.Tensor) {
    const read = await value.data();
    const data = copiesValues() ? read : read.slice();
    if (value.dtype !== "float32" && value.dtype !== "int32" && value.dtype !== "bool") {
      throw new TypeError(
        `ImageDataset: elements of dtype ${value.dtype} cannot be kept; expected float32, int32 or bool.`,
      );
    }
    return new HostArray(data, (value.shape as readonly number[]).slice(), value.dtype);
  }
  if (Array.isArray(value)) return Promise.all(value.map(toHost));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(
      async ([key, item]) => [key, await toHost(item)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  return value as HostTree;
}

/** Puts trees of the same structure together along a new first axis. */
export function stack(trees: readonly HostTree[]): HostTree {
  const columns = trees.map(leaves);
  let next = 0;
  return mapHost(trees[0], (first) => {
    const parts = columns.map((column) => column[next] as HostArray);
    next++;
    const size = first.data.length;
    const bytes = parts.every((part) => part.data instanceof Uint8Array);
    const length = size * parts.length;
    const data = bytes
      ? new Uint8Array(length)
      : first.dtype === "int32"
        ? new Int32Array(length)
        : new Float32Array(length);
    parts.forEach((part, i) => {
      if (part.data.length !== size) {
        throw new RangeError(
          `ImageDataset.batch: every element must have one shape; received [${first.shape.join(", ")}] and [${part.shape.join(", ")}].`,
        );
      }
      data.set(part.data, i * size);
    });
    return new HostArray(data, [parts.length, ...first.shape], first.dtype);
  }) as HostTree;
}

/** Takes a tree apart along its first axis; the parts share its memory. */
export function unstack(tree: HostTree): HostTree[] {
  const count = leaves(tree)[0]?.shape[0] ?? 0;
  return Array.from(
    { length: count },
    (_, i) =>
      mapHost(tree, (array) => {
        const size = array.data.length / count;
        return new HostArray(
          array.data.subarray(i * size, (i + 1) * size),
          array.shape.slice(1),
          array.dtype,
        );
      }) as HostTree,
  );
}

/** Every tensor of a container, in order. */
export function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value as tf.Tensor];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(tensorsIn);
  return [];
}

/** The container with other tensors in the same places. */
export function mapTensors(
  value: tf.TensorContainer,
  change: (tensor: tf.Tensor) => tf.Tensor,
): tf.TensorContainer {
  if (value instanceof tf.Tensor) return change(value as tf.Tensor);
  if (Array.isArray(value)) return value.map((item) => mapTensors(item, change));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Record<string, tf.TensorContainer>);
  return Object.fromEntries(entries.map(([key, item]) => [key, mapTensors(item, change)]));
}
