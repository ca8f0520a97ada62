/** Weights by layer, from a `.keras` file or a safetensors file. */
import { decodeSafetensors } from "@flowers/files";

/** One variable of a layer: values in row-major order. */
export interface SavedWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Variables by layer, in Keras's order within each: kernel, bias; gamma, beta, moving mean, moving variance. */
export type WeightsByLayer = ReadonlyMap<string, readonly SavedWeight[]>;

const order = ["kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance"];

/** The weights in a file's bytes; its first letters say which kind of file it is. */
export async function readWeights(bytes: Uint8Array): Promise<WeightsByLayer> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
  return isZip ? fromKeras(bytes) : fromSafetensors(bytes);
}

/** Tensors named `layer/variable`, as Keras names its variables. */
function fromSafetensors(bytes: Uint8Array): WeightsByLayer {
  const layers = new Map<string, (SavedWeight & { readonly place: number })[]>();
  for (const { name, shape, values } of decodeSafetensors(bytes).tensors) {
    const cut = name.lastIndexOf("/");
    const layer = name.slice(0, Math.max(0, cut));
    const weight = {
      shape,
      values: Float32Array.from(values),
      place: order.indexOf(name.slice(cut + 1)),
    };
    layers.set(layer, [...(layers.get(layer) ?? []), weight]);
  }
  for (const weights of layers.values()) weights.sort((a, b) => a.place - b.place);
  return layers;
}

async function fromKeras(bytes: Uint8Array): Promise<WeightsByLayer> {
  const { readKeras } = await import("@flowers/keras-format");
  const { layers } = await readKeras(bytes);
  return new Map(
    layers
      .filter(({ weights }) => weights.length > 0)
      .map(({ name, weights }) => [
        name,
        weights.map(({ shape, data }) => ({ shape, values: Float32Array.from(data, Number) })),
      ]),
  );
}
