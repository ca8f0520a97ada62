/** Makes a `.keras` file's content of a tfjs model. */
import type * as tf from "@tensorflow/tfjs";
import { snakeCase } from "../archive/layer-paths";
import { layersOf, partsOf } from "../archive/layer-tree";
import { kerasObject } from "../config/json";
import { KerasFormatError } from "../errors";
import type {
  JsonObject,
  KerasArray,
  KerasFile,
  KerasLayer,
  KerasOptimizer,
  LayerPart,
} from "../types";
import type { LayerDescriber } from "./describe-layer";
import { type DescribedEntry, describeModel } from "./describe-model";

/** What {@link fromLayersModel} writes beside the layers' weights. */
export interface FromLayersModelOptions {
  /** Saved with the model, so that Keras continues training where it stopped. Default: the model is saved uncompiled. */
  readonly optimizer?: KerasOptimizer;
  /** Other settings of Keras's `compile`, in Keras's spelling: `{ loss: ..., metrics: ["accuracy"] }`. */
  readonly compile?: JsonObject;
  /** For layers that are neither tfjs's nor Keras's: their configuration, by class name. */
  readonly layers?: Readonly<Record<string, LayerDescriber>>;
  /** Time of saving. Default now. */
  readonly date?: Date;
}

/** The format's version; files of 3.15.1 are what this package is checked against. */
export const kerasVersion = "3.15.1";

/** The values of a weight. */
export async function readVariable(tensor: tf.Tensor): Promise<KerasArray> {
  const data = await tensor.data<"float32" | "int32">();
  return data instanceof Int32Array
    ? { shape: [...tensor.shape], dtype: "int32", data: Int32Array.from(data) }
    : { shape: [...tensor.shape], dtype: "float32", data: Float32Array.from(data) };
}

const readWeights = (layer: tf.layers.Layer): Promise<KerasArray[]> =>
  Promise.all(layer.weights.map((weight) => readVariable(weight.read())));

function compileConfig({ optimizer, compile = {} }: FromLayersModelOptions): JsonObject | null {
  if (!optimizer) return null;
  const { className, config } = optimizer;
  return {
    optimizer: kerasObject("keras.optimizers", className, {
      name: snakeCase(className),
      ...config,
    }),
    loss: null,
    loss_weights: null,
    metrics: null,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
    ...compile,
  };
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

function dateSaved(date: Date): string {
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join(
    "-",
  );
  return `${day}@${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(":")}`;
}

/**
 * Makes the content of a `.keras` file of a built model, Sequential or functional, for {@link writeKeras}. Reads the weights;
 * the model stays the caller's and as it is.
 *
 * @throws KerasFormatError `unsupported` for layers and settings that Keras lacks, by name; `mismatch` for `compile` without
 * an optimizer
 *
 * @example
 * const bytes = await writeKeras(await fromLayersModel(model)); // keras.models.load_model reads it
 */
export async function fromLayersModel(
  model: tf.LayersModel,
  options: FromLayersModelOptions = {},
): Promise<KerasFile> {
  if (options.compile && !options.optimizer) {
    throw new KerasFormatError(
      "mismatch",
      "fromLayersModel: `compile` needs `optimizer`; Keras compiles with both.",
    );
  }
  const { entry, layers } = describeModel(model, options.layers ?? {});
  const compiled = compileConfig(options);
  const config: JsonObject = { ...entry, ...(compiled ? { compile_config: compiled } : {}) };
  return {
    metadata: { keras_version: kerasVersion, date_saved: dateSaved(options.date ?? new Date()) },
    config,
    layers: await withTensors(layersOf(config), layers),
    optimizer: options.optimizer ?? null,
  };
}

/** The tree of the configuration with the values of the layers' weights. A Sequential's InputLayer is not a layer of tfjs's list. */
async function withTensors(
  tree: readonly KerasLayer[],
  described: readonly DescribedEntry[],
): Promise<KerasLayer[]> {
  const made: KerasLayer[] = [];
  let next = 0;
  for (const each of tree) {
    const isLeft =
      each.className === "InputLayer" && described[next]?.entry["class_name"] !== "InputLayer";
    const found = isLeft ? undefined : described[next++];
    made.push(found ? await filled(each, found) : each);
  }
  return made;
}

async function filled(
  entry: KerasLayer,
  { entry: config, layer, inner }: DescribedEntry,
): Promise<KerasLayer> {
  if (inner.length > 0 || entry.layers.length > 0)
    return { ...entry, layers: await withTensors(entry.layers, inner) };
  if (entry.path === "") return entry;
  const weights = (await readWeights(layer)).map((array) => kerasArray(entry, array));
  const parts = dividedAmong(partsOf(config), weights.length);
  return parts === null ? { ...entry, weights } : { ...entry, weights, parts };
}

/** Keras counts what a Normalization layer saw in 64 bits. */
const kerasArray = ({ className }: KerasLayer, array: KerasArray): KerasArray =>
  className === "Normalization" && array.dtype === "int32"
    ? {
        shape: array.shape,
        dtype: "int64",
        data: BigInt64Array.from(array.data as Int32Array, BigInt),
      }
    : array;

/** Equal shares: every class of several groups has as many variables in each. Null for one group, the layer's own. */
function dividedAmong(parts: readonly string[], count: number): LayerPart[] | null {
  if (parts.every((part) => part === "")) return null;
  return parts.map((path) => ({ path, count: count / parts.length }));
}
