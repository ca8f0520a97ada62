/** Variables of an HDF5 file as typed arrays, held to what the file can hold. */
import type { Dataset } from "h5wasm";
import { KerasFormatError } from "../errors";
import { LIMITS } from "../limits";
import type { KerasArray, KerasData, KerasDtype } from "../types";
import type { MemoryBudget } from "./bounded-memory";
import { halfOf, readHalf } from "./half-precision";
import type { Module } from "./memory-file";

/** The letters that h5wasm, like Python's struct, has for element types. */
export const letters: Record<KerasDtype, string> = {
  float32: "<f",
  float64: "<d",
  int8: "<b",
  int16: "<h",
  int32: "<i",
  int64: "<q",
  uint8: "<B",
  uint16: "<H",
  uint32: "<I",
  uint64: "<Q",
};
const dtypeOf = new Map(
  Object.entries(letters).map(([dtype, letter]) => [letter, dtype as KerasDtype]),
);

/** @throws KerasFormatError `unsafe-file` for more bytes than the file can hold; `unsupported` for text and the like */
export function readArray(
  module: Module,
  dataset: Dataset,
  path: string,
  { fileBytes, memory }: { readonly fileBytes: number; readonly memory: MemoryBudget },
): KerasArray {
  const { shape, size, virtual_sources: virtualSources } = dataset.metadata;
  if (virtualSources && virtualSources.length > 0) {
    throw new KerasFormatError(
      "unsafe-file",
      `readKeras: variable "${path}" is put together from other files.`,
    );
  }
  const half = halfOf(dataset);
  const dtype = half === null ? dtypeOf.get(dataset.dtype as string) : "float32";
  if (dtype === undefined || shape === null) {
    throw new KerasFormatError(
      "unsupported",
      `readKeras: variable "${path}" has element type ${JSON.stringify(dataset.dtype)}; known are ${[...Object.keys(letters), "float16", "bfloat16"].join(", ")}.`,
    );
  }
  const bytes = shape.reduce((product, length) => product * length, size);
  const most = Math.min(
    LIMITS.memberBytes,
    fileBytes * (dataset.filters.length > 0 ? LIMITS.expansion : 1),
  );
  if (bytes > most) {
    throw new KerasFormatError(
      "unsafe-file",
      `readKeras: expected variable "${path}" to take at most ${most} bytes in a file of ${fileBytes}; it declares ${bytes}.`,
    );
  }
  // The values, and what a filter unpacks them from and to.
  memory.allow(3 * bytes);
  if (half !== null) {
    return { shape: [...shape], dtype, data: readHalf(module, dataset, half, bytes / size) };
  }
  const value: unknown = bytes === 0 ? [] : dataset.value;
  const data = ArrayBuffer.isView(value) ? (value as KerasData) : scalar(value, dtype);
  return { shape: [...shape], dtype, data };
}

/** h5wasm gives a scalar as a plain number or bigint. */
function scalar(value: unknown, dtype: KerasDtype): KerasData {
  const values = Array.isArray(value) ? (value as number[]) : [value as number];
  switch (dtype) {
    case "int64":
      return BigInt64Array.from(values, BigInt);
    case "uint64":
      return BigUint64Array.from(values, BigInt);
    case "float32":
      return Float32Array.from(values);
    case "float64":
      return Float64Array.from(values);
    case "int8":
      return Int8Array.from(values);
    case "int16":
      return Int16Array.from(values);
    case "int32":
      return Int32Array.from(values);
    case "uint8":
      return Uint8Array.from(values);
    case "uint16":
      return Uint16Array.from(values);
    case "uint32":
      return Uint32Array.from(values);
  }
}
