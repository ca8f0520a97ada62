/** Makes a tfjs model of a file's content. */
import * as tf from "@tensorflow/tfjs";
import { flatten, isOperation } from "../archive/layer-tree";
import { isObject, textAt } from "../config/json";
import { isKeras3, modernEntry } from "../config/modern";
import { requireFile } from "../door";
import { KerasFormatError, saidBy } from "../errors";
import { LIMITS } from "../limits";
import type { JsonObject, KerasFile, KerasLayer } from "../types";
import { type ModelPlan, planModel } from "./build-model";
import { slackValues } from "./guard-weights";
import { type CarryNote, Notes } from "./notes";
import type { LayerFactory } from "./plan-layer";
import { setWeights } from "./set-weights";

/** How {@link toLayersModel} makes layers that TensorFlow.js does not have. */
export interface ToLayersModelOptions {
  /**
   * Factories by Keras class name, for layers that this package lacks, or in place of its own, such as a `Dropout` with Keras's
   * masks. Layers of `@flowers/model-zoo` and `@flowers/augmentation` that are registered with tfjs are taken without it.
   */
  readonly layers?: Readonly<Record<string, LayerFactory>>;
  /** Whether what changes no prediction but cannot be carried over, such as an unknown regularizer, is refused. Default true. */
  readonly strict?: boolean;
  /** Told of everything that is not carried over as it was. */
  readonly onNote?: (note: CarryNote) => void;
}

interface Planned {
  readonly plan: ModelPlan | null;
  readonly notes: Notes;
}

function planFile(file: KerasFile, options: ToLayersModelOptions): Planned {
  const notes = new Notes("toLayersModel", options.strict !== false);
  const { class_name: className, config } = file.config;
  if (typeof className !== "string" || !isObject(config)) {
    throw new KerasFormatError(
      "invalid-file",
      "toLayersModel: the configuration has no class_name or no config.",
    );
  }
  const context = {
    factories: options.layers ?? {},
    notes,
    keras3: isKeras3(file.metadata["keras_version"]),
    slack: { left: slackValues },
  };
  const name = textAt(config, "name") ?? className.toLowerCase();
  const modern = modernEntry(file.config);
  const modernConfig = modern["config"] as JsonObject;
  const layers = withConfigs(file.layers, modernConfig);
  const plan = planModel(modern["class_name"] as string, name, modernConfig, layers, context);
  return { plan, notes };
}

/** The layers with the settings that {@link modernEntry} made of theirs. */
function withConfigs(layers: readonly KerasLayer[], model: JsonObject): KerasLayer[] {
  const list = model["layers"];
  return layers.map((layer, i) => {
    const entry: unknown = Array.isArray(list) ? list[i] : undefined;
    if (!isObject(entry as JsonObject)) return layer;
    const { config, class_name: className, module } = entry as JsonObject;
    if (!isObject(config)) return layer;
    // A function of TensorFlow's, which Keras 2 kept in a layer.
    const operation = isOperation(entry as JsonObject) && typeof module === "string";
    return {
      ...layer,
      ...(operation ? { module } : {}),
      className: typeof className === "string" ? className : layer.className,
      config,
      layers: withConfigs(layer.layers, config),
    };
  });
}

/**
 * Everything of a file that {@link toLayersModel} would not carry over as it is, layer by layer, without making the model.
 *
 * @throws KerasFormatError `invalid-file` for a damaged configuration
 *
 * @example
 * carryReport(file).map(({ layer, reason }) => `${layer} ${reason}`); // ["conv2d has dtype mixed_float16; it is computed in float32"]
 */
export function carryReport(
  file: KerasFile,
  options: Pick<ToLayersModelOptions, "layers"> = {},
): readonly CarryNote[] {
  requireFile(file);
  checkLayerCount(file.layers);
  return planFile(file, options).notes.list;
}

/** @throws KerasFormatError `too-large` above {@link LIMITS} */
function checkLayerCount(layers: readonly KerasLayer[]): void {
  const count = flatten(layers).length;
  if (count <= LIMITS.layers) return;
  throw new KerasFormatError(
    "too-large",
    `toLayersModel: expected at most ${LIMITS.layers} layers; received ${count}.`,
  );
}

/**
 * Makes a tfjs model with the layers, names and weights of a Keras model: a `tf.Sequential` of a Sequential one, a
 * `tf.LayersModel` of a functional one.
 *
 * Layers are tfjs's own where they compute Keras's formula, and this package's elsewhere. Optimizer and losses stay in `file`.
 * Half precision is computed in float32. The model is the caller's to dispose of.
 *
 * @throws KerasFormatError `unsupported` for a layer or a setting that cannot be carried over, by name; `mismatch` if weights do
 * not fit; `invalid-file` for a damaged graph
 *
 * @example
 * const model = toLayersModel(await readKeras(bytes));
 */
export function toLayersModel(file: KerasFile, options: ToLayersModelOptions = {}): tf.LayersModel {
  requireFile(file);
  checkLayerCount(file.layers);
  const { plan, notes } = planFile(file, options);
  if (options.onNote) notes.list.forEach(options.onNote);
  notes.settle();
  if (!plan) throw new KerasFormatError("unsupported", "toLayersModel: this model cannot be made.");
  const made = new Map<KerasLayer, tf.layers.Layer>();
  try {
    let model: tf.LayersModel | undefined;
    // Some of tfjs's initializers leave tensors behind.
    tf.tidy(() => {
      model = plan.make(made);
    });
    if (!model) throw new Error("not reached: a plan makes a model");
    for (const [entry, layer] of made) {
      if (entry.layers.length === 0 && entry.module === undefined) setWeights(layer, entry);
    }
    return model;
  } catch (error) {
    for (const layer of made.values()) {
      if (!(layer instanceof tf.LayersModel))
        tf.dispose(layer.weights.map((weight) => weight.read()));
    }
    if (KerasFormatError.is(error)) throw error;
    throw new KerasFormatError(
      "invalid-file",
      `toLayersModel: this model cannot be made: ${saidBy(error)}`,
      {
        cause: error,
      },
    );
  }
}
