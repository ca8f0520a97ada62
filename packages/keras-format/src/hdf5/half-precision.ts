/** Variables of half precision, as the float32 that they are computed in: IEEE's float16, and the bfloat16 that Keras writes as bare bytes. */
import type { Dataset } from "h5wasm";
import type { Module } from "./memory-file";

export type Half = "float16" | "bfloat16";

/** Which of the two a variable has, or null. */
export function halfOf(dataset: Dataset): Half | null {
  if (dataset.dtype === "<e") return "float16";
  const isOpaque = dataset.dtype === "unknown" && dataset.metadata.size === 2;
  // Asked last: h5wasm reads all attributes for it.
  return isOpaque && dataset.attrs["dtype"]?.value === "bfloat16" ? "bfloat16" : null;
}

/** Its values, none of which is rounded. */
export function readHalf(
  module: Module,
  dataset: Dataset,
  half: Half,
  count: number,
): Float32Array {
  const bits = bitsOf(module, dataset, count);
  if (half === "bfloat16")
    return new Float32Array(Uint32Array.from(bits, (each) => each << 16).buffer);
  return Float32Array.from(bits, (each) => {
    const exponent = (each >> 10) & 31;
    const fraction = each & 1023;
    const sign = each >> 15 === 0 ? 1 : -1;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** h5wasm's own getter knows neither type. */
function bitsOf(module: Module, { file_id, path }: Dataset, count: number): Uint16Array {
  if (count === 0) return new Uint16Array();
  const place = module._malloc(count * 2);
  try {
    module.get_dataset_data(file_id, path, null, null, null, BigInt(place));
    return new Uint16Array(module.HEAPU8.slice(place, place + count * 2).buffer);
  } finally {
    module._free(place);
  }
}
