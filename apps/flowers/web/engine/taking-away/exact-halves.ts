/**
 * Weights in half the bytes where nothing is lost by it: those of the pretrained network were rounded to float16 before it
 * was published. tfjs reads them as "quantized" to float16, and computes with the same float32 numbers.
 */
import type { WeightSpec } from "@flowers/files";
import type { ModelFiles } from "../storage/model-files";

interface ModelJson {
  readonly weightsManifest: readonly { readonly weights: readonly WeightSpec[] }[];
}

/** Bytes of a value that is stored as it is. */
const valueBytes: Partial<Record<WeightSpec["dtype"], number>> = { float32: 4, int32: 4, bool: 1 };

/** The same model; tensors whose every value is a float16 are stored as such. */
export function halved({ json, weights }: ModelFiles): ModelFiles {
  const model = JSON.parse(json) as ModelJson;
  const parts: (Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>)[] = [];
  let at = 0;
  const specs: WeightSpec[] = [];
  for (const spec of model.weightsManifest.flatMap((group) => group.weights)) {
    const each = spec.quantization ? undefined : valueBytes[spec.dtype];
    if (each === undefined) return { json, weights }; // not of this page
    const bytes = weights.slice(at, (at += each * spec.shape.reduce((a, b) => a * b, 1)));
    const halves = spec.dtype === "float32" ? toHalves(new Float32Array(bytes)) : null;
    specs.push(halves ? { ...spec, quantization: { dtype: "float16" } } : spec);
    parts.push(halves ?? new Uint8Array(bytes));
  }
  return {
    json: JSON.stringify({
      ...model,
      weightsManifest: [{ paths: ["weights.bin"], weights: specs }],
    }),
    weights: joined(parts),
  };
}

/** The bits of the values as float16; null where one is none. */
export function toHalves(values: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> | null {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    const half = halfOf(bits[i] ?? 0);
    if (half === null) return null;
    halves[i] = half;
  }
  return halves;
}

/** float32: a sign, 8 bits of exponent, 23 of fraction. float16: a sign, 5 and 10. */
function halfOf(bits: number): number | null {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 127;
  const fraction = bits & 0x7fffff;
  if (exponent === -127) return fraction === 0 ? sign : null;
  if (exponent < -24 || exponent > 15) return null;
  if (exponent >= -14)
    return (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >> 13) : null;
  const cut = 13 - 14 - exponent; // a subnormal float16 has fewer digits the smaller it is
  const digits = 0x800000 | fraction;
  return (digits & ((1 << cut) - 1)) === 0 ? sign | (digits >> cut) : null;
}

function joined(parts: readonly (Uint8Array | Uint16Array)[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return whole.buffer;
}
