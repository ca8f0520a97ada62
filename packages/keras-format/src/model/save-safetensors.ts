/** Weights alone as a safetensors file. */
import { encodeSafetensors, type SavedTensor } from "@flowers/files";
import type * as tf from "@tensorflow/tfjs";
import type { KerasLayer } from "../types";
import { fromLayersModel, type FromLayersModelOptions } from "./from-layers-model";

/**
 * The bytes of a safetensors file with every weight of a model, named by the place that Keras gives it:
 * `layers/conv2d_1/vars/0`. The model stays the caller's.
 *
 * @throws KerasFormatError `unsupported` for a layer that Keras lacks, by name
 */
export async function saveSafetensors(
  model: tf.LayersModel,
  options: Pick<FromLayersModelOptions, "layers"> = {},
): Promise<Uint8Array> {
  const { layers } = await fromLayersModel(model, options);
  return encodeSafetensors(layers.flatMap(tensorsOf));
}

function tensorsOf(layer: KerasLayer): SavedTensor[] {
  const parts = layer.parts ?? [{ path: "", count: layer.weights.length }];
  let from = 0;
  const own = parts.flatMap(({ path, count }) => {
    const arrays = layer.weights.slice(from, from + count);
    from += count;
    const group = path === "" ? layer.path : `${layer.path}/${path}`;
    return arrays.map(({ shape, data }, i): SavedTensor => {
      const name = `${group}/vars/${i}`;
      if (data instanceof Float32Array) return { name, shape, dtype: "float32", values: data };
      return { name, shape, dtype: "int32", values: Int32Array.from(data as Int32Array, Number) };
    });
  });
  return [...own, ...layer.layers.flatMap(tensorsOf)];
}
