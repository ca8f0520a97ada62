/** How a cache's file describes an element: its tree, with a {@link StoredArray} wherever the bytes of an array are. */
import { HostArray, type HostTree } from "./host";

/** One array of an element. */
export interface StoredArray {
  readonly leaf: true;
  /** Where its bytes begin; the file's format says from where that counts. */
  readonly offset: number;
  /** How many values it has. */
  readonly length: number;
  readonly shape: readonly number[];
  readonly dtype: HostArray["dtype"];
  readonly storage: "f32" | "i32" | "u8";
}

/** What describes an array whose bytes are at `offset`. */
export function describeArray({ data, shape, dtype }: HostArray, offset: number): StoredArray {
  const storage = data instanceof Float32Array ? "f32" : data instanceof Int32Array ? "i32" : "u8";
  return { leaf: true, offset, length: data.length, shape, dtype, storage };
}

export function sizeBytesOf({ length, storage }: StoredArray): number {
  return storage === "u8" ? length : 4 * length;
}

/** The array again, a view of the memory that holds its bytes from `offset` on. */
export function arrayIn(
  memory: ArrayBufferLike,
  { length, shape, dtype, storage }: StoredArray,
  offset: number,
): HostArray {
  const data =
    storage === "f32"
      ? new Float32Array(memory, offset, length)
      : storage === "i32"
        ? new Int32Array(memory, offset, length)
        : new Uint8Array(memory, offset, length);
  return new HostArray(data, shape, dtype);
}

const isStoredArray = (node: object): node is StoredArray =>
  (node as Partial<StoredArray>).leaf === true;

/** The arrays of described elements, in order. */
export function storedArrays(node: unknown): StoredArray[] {
  if (typeof node !== "object" || node === null) return [];
  return isStoredArray(node) ? [node] : Object.values(node).flatMap(storedArrays);
}

/** The element that was described, with the array that `arrayOf` gives for each description. */
export function rebuildTree(node: unknown, arrayOf: (array: StoredArray) => HostArray): HostTree {
  if (typeof node !== "object" || node === null) return node as HostTree;
  if (Array.isArray(node)) return node.map((item) => rebuildTree(item, arrayOf));
  if (isStoredArray(node)) return arrayOf(node);
  const entries = Object.entries(node);
  return Object.fromEntries(entries.map(([key, value]) => [key, rebuildTree(value, arrayOf)]));
}
