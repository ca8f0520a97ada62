/**
 * Configurations as Keras 3 writes them. Keras 2 wrote other names for some settings, settings that change nothing, and
 * models in other forms; everything after this file knows one form. Graphs are left to `graph.ts`.
 */
import { LIMITS } from "../limits";
import { KerasFormatError } from "../errors";
import type { JsonObject, JsonValue } from "../types";
import { modernLambda } from "./lambda";
import { bareName, isList, isObject, textAt } from "./json";

/** Settings that change nothing of what a layer computes, or say what Keras 3 says elsewhere. */
const dropped: Readonly<Record<string, readonly string[]>> = {
  "*": ["batch_input_shape", "ragged", "sparse", "autocast", "lora_rank", "lora_alpha"],
  BatchNormalization: ["fused", "virtual_batch_size", "adjustment"],
  Conv2DTranspose: ["groups"],
  Conv3DTranspose: ["groups"],
  ConvLSTM2D: ["implementation", "time_major"],
  DepthwiseConv2D: [
    "groups",
    "filters",
    "kernel_initializer",
    "kernel_regularizer",
    "kernel_constraint",
  ],
  GRU: ["implementation", "time_major"],
  LSTM: ["implementation", "time_major"],
  RandomContrast: ["factor_pair"],
  SeparableConv1D: ["groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"],
  SeparableConv2D: ["groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint"],
  SimpleRNN: ["implementation", "time_major"],
};

/** Other names of the same thing. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  LeakyReLU: { alpha: "negative_slope" },
  InputLayer: { batch_input_shape: "batch_shape" },
};

const classes: Readonly<Record<string, string>> = {
  Model: "Functional",
  BatchNormalizationV1: "BatchNormalization",
  BatchNormalizationV2: "BatchNormalization",
  Convolution2D: "Conv2D",
  SyncBatchNormalization: "BatchNormalization",
};

function tooDeep(): KerasFormatError {
  return new KerasFormatError("unsafe-file", `config: models lie more than ${LIMITS.depth} deep.`);
}

/** One layer or model of a configuration in Keras 3's form, what lies in it too. */
export function modernEntry(entry: JsonObject, depth = 0): JsonObject {
  if (depth > LIMITS.depth) throw tooDeep();
  const given = textAt(entry, "class_name");
  if (given === undefined) return entry;
  const bare = bareName(given);
  const className = classes[bare] ?? bare;
  const config = entry["config"];
  if (isList(config)) {
    // Keras before 2.2.3 wrote a Sequential as the list of its layers.
    return modernModel({ ...entry, class_name: className, config: { layers: config } }, depth);
  }
  if (!isObject(config)) return entry;
  if (className === "TFOpLambda" || className === "SlicingOpLambda")
    return modernLambda(entry, config);
  if (isList(config["layers"])) return modernModel({ ...entry, class_name: className }, depth);
  return { ...entry, class_name: className, config: modernConfig(className, config, depth) };
}

function modernModel(entry: JsonObject, depth: number): JsonObject {
  const config = entry["config"] as JsonObject;
  const layers = (config["layers"] as readonly JsonValue[]).map((each) =>
    isObject(each) ? modernEntry(each, depth + 1) : each,
  );
  const [first] = config["layers"] as readonly JsonValue[];
  const firstConfig = isObject(first) && isObject(first["config"]) ? first["config"] : {};
  const shape = firstConfig["batch_input_shape"] ?? firstConfig["batch_shape"];
  const build = config["build_input_shape"] ?? shape;
  return {
    ...entry,
    config: { ...config, layers, ...(build === undefined ? {} : { build_input_shape: build }) },
  };
}

function modernConfig(className: string, config: JsonObject, depth: number): JsonObject {
  const names = renamed[className] ?? {};
  const out: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(config)) {
    const name = names[key] ?? key;
    if (name === key && [...(dropped["*"] ?? []), ...(dropped[className] ?? [])].includes(key))
      continue;
    if (name !== key && name in config) continue;
    const isLayer = (key === "layer" || key === "backward_layer") && isObject(value);
    out[name] = isLayer ? modernEntry(value, depth + 1) : value;
  }
  return out;
}

/** Whether a file's version is one of Keras 3. Files without one are taken for Keras 3's. */
export const isKeras3 = (version: JsonValue | undefined): boolean =>
  typeof version !== "string" || Number.parseInt(version, 10) >= 3;
