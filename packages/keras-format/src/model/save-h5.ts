/** A whole model in one `.h5` file, in the form that Keras 3 calls legacy and older tools read. */
import type * as tf from "@tensorflow/tfjs";
import { File as Hdf5File } from "h5wasm";
import { layersOf } from "../archive/layer-tree";
import { kerasText } from "../config/json";
import { letters } from "../hdf5/arrays";
import { withMemoryFile } from "../hdf5/memory-file";
import { removeTimes } from "../hdf5/without-times";
import type { KerasArray } from "../types";
import { type DescribedEntry, describeModel } from "./describe-model";
import { kerasVersion, type FromLayersModelOptions, readVariable } from "./from-layers-model";

interface NamedArray {
  readonly name: string;
  readonly array: KerasArray;
}

/** The names that weights carry in the file: of the layer that holds each, and its place there. */
function namesOf(entry: DescribedEntry, names: Map<number, string>, within: string): void {
  const { layer, inner } = entry;
  if (inner.length > 0) {
    inner.forEach((each) => {
      namesOf(each, names, `${within}${layer.name}/`);
    });
    return;
  }
  layer.weights.forEach((weight, i) => names.set(weight.id, `${within}${layer.name}/${i}`));
}

/** What Keras's `.h5` files say of training, and the optimizer's variables. */
function saveTraining(
  file: Hdf5File,
  { optimizer, compile = {} }: Pick<FromLayersModelOptions, "optimizer" | "compile">,
): void {
  if (!optimizer) return;
  const { className, config, variables } = optimizer;
  const { optimizer: _optimizer, ...others } = compile;
  const settings = { ...others, optimizer_config: { class_name: className, config } };
  file.create_attribute("training_config", kerasText(settings));
  if (variables.length === 0) return;
  const scheduled = typeof config["learning_rate"] === "object";
  const first = scheduled ? ["iteration"] : ["iteration", "learning_rate"];
  const names = variables.map((_, i) => first[i] ?? `slot_${i}`);
  const group = file.create_group("optimizer_weights");
  texts(group, "weight_names", names);
  variables.forEach(({ data, shape, dtype }, i) => {
    group.create_dataset({
      name: names[i] ?? "",
      data,
      shape: [...shape],
      dtype: letters[dtype],
    });
  });
}

/**
 * The bytes of an `.h5` file that Keras 3, Keras 2's readers of weights and other tools open, with the optimizer if one is given.
 * The model stays the caller's.
 *
 * @throws KerasFormatError `unsupported` for a layer that Keras lacks, by name
 */
export async function saveH5(
  model: tf.LayersModel,
  options: Pick<FromLayersModelOptions, "layers" | "optimizer" | "compile"> = {},
): Promise<Uint8Array> {
  const { entry, layers } = describeModel(model, options.layers ?? {});
  const places = new Map(layersOf(entry).map((layer) => [layer.name, layer]));
  const groups: { readonly name: string; readonly weights: NamedArray[] }[] = [];
  for (const described of layers) {
    const { layer } = described;
    // An operation of Keras's is no layer of its.
    if (places.get(layer.name)?.path === "") continue;
    const names = new Map<number, string>();
    namesOf(described, names, "");
    const weights = await Promise.all(
      layer.weights.map(async (weight) => ({
        name: names.get(weight.id) ?? weight.name,
        array: await readVariable(weight.read()),
      })),
    );
    groups.push({ name: layer.name, weights });
  }
  return withMemoryFile((module, fileName) => {
    const file = new Hdf5File(fileName, "w");
    try {
      const about = (group: { create_attribute: Hdf5File["create_attribute"] }): void => {
        group.create_attribute("keras_version", kerasVersion);
        group.create_attribute("backend", "tensorflow");
      };
      about(file);
      file.create_attribute("model_config", kerasText(entry));
      saveTraining(file, options);
      const root = file.create_group("model_weights");
      about(root);
      texts(
        root,
        "layer_names",
        groups.map(({ name }) => name),
      );
      for (const { name, weights } of groups) {
        const group = root.create_group(name);
        texts(
          group,
          "weight_names",
          weights.map((weight) => weight.name),
        );
        const known = new Set<string>();
        for (const { name: weight, array } of weights) {
          const parts = weight.split("/");
          parts.slice(0, -1).forEach((_, i) => {
            const path = [name, ...parts.slice(0, i + 1)].join("/");
            if (!known.has(path)) root.create_group(path);
            known.add(path);
          });
          root.create_dataset({
            name: `${name}/${weight}`,
            data: array.data,
            shape: [...array.shape],
            dtype: letters[array.dtype],
          });
        }
      }
    } finally {
      file.close();
    }
    return removeTimes(module.FS.readFile(fileName));
  });
}

/** A list of texts; an empty one as Keras has it, as no numbers. */
function texts(
  group: { create_attribute: Hdf5File["create_attribute"] },
  name: string,
  values: readonly string[],
): void {
  if (values.length === 0) group.create_attribute(name, new Float64Array(), [0]);
  else group.create_attribute(name, [...values]);
}
