/** Makes a `.keras` file's content of a tfjs model. */
import type * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "./errors";
import { groupNames, snakeCase } from "./layer-paths";
import { isObject } from "./read-keras";
import { activationToKeras, settingsOf, stockLayers } from "./stock-layers";
import type {
  JsonObject,
  JsonValue,
  KerasArray,
  KerasFile,
  KerasLayer,
  KerasOptimizer,
} from "./types";

/** Gives the Keras configuration of a layer, without `name`, `trainable` and `dtype`. */
export type LayerDescriber = (layer: tf.layers.Layer) => JsonObject;

export interface FromLayersModelOptions {
  /** Saved with the model, so that Keras goes on training where it stopped. Default: the model is saved uncompiled. */
  readonly optimizer?: KerasOptimizer;
  /** Other settings of Keras's `compile`, in Keras's spelling: `{ loss: ..., metrics: ["accuracy"] }`. */
  readonly compile?: JsonObject;
  /** For layers that are neither tfjs's nor Keras's: their configuration, by class name. */
  readonly layers?: Readonly<Record<string, LayerDescriber>>;
  /** Time of saving. Default now. */
  readonly date?: Date;
}

/** The format's version; files of 3.15.1 are what this package is checked against. */
const kerasVersion = "3.15.1";

/**
 * Whether a layer that stock tfjs lacks is one of Keras's: its class says so itself, with a static `kerasModule` of its own,
 * and its `getConfig` has Keras's arguments in camel case.
 */
const saysKeras = ({ constructor }: tf.layers.Layer): boolean =>
  Object.hasOwn(constructor, "kerasModule");
const kerasInitializers = new Set(
  (
    "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal LecunUniform Ones Orthogonal " +
    "RandomNormal RandomUniform TruncatedNormal VarianceScaling Zeros"
  ).split(" "),
);

const unsupported = (message: string): KerasFormatError =>
  new KerasFormatError("unsupported", `fromLayersModel: ${message}`);

/** `kernelSize` becomes `kernel_size`, `l2` stays. */
const snakeKey = (key: string): string =>
  key.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

const bareName = (className: string): string => className.replace(/^Flowers>/, "");

/** A value as JSON has it: what is undefined becomes null. */
const json = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value ?? null)) as JsonValue;

const kerasObject = (module: string, className: string, config: JsonObject): JsonObject => ({
  module,
  class_name: className,
  config,
  registered_name: null,
});

/** Where Keras keeps the classes that an argument may be an object of, by how the argument's name ends. */
const moduleOf = (key: string): string | undefined =>
  [
    ["Initializer", "keras.initializers"],
    ["Regularizer", "keras.regularizers"],
    ["Constraint", "keras.constraints"],
  ].find(([ending = ""]) => key.endsWith(ending))?.[1];

function snakeConfig(config: JsonObject): JsonObject {
  return Object.fromEntries(
    settingsOf(config).map(([key, value]) => {
      const isName = key === "dataFormat" || key === "mode" || key === "distribution";
      const module = moduleOf(key);
      if (module !== undefined && isObject(value)) return [snakeKey(key), nested(module, value)];
      return [snakeKey(key), isName && typeof value === "string" ? snakeKey(value) : value];
    }),
  );
}

/** An initializer, regularizer or constraint of a layer of ours, as Keras writes it. */
function nested(module: string, { className, config }: JsonObject): JsonObject {
  const name = bareName(typeof className === "string" ? className : JSON.stringify(className));
  return kerasObject(module, name, isObject(config) ? snakeConfig(config) : {});
}

function initializer(value: JsonValue, where: string): JsonValue {
  if (!isObject(value)) return value;
  const given = value["className"];
  const className = bareName(typeof given === "string" ? given : JSON.stringify(given));
  if (!kerasInitializers.has(className))
    throw unsupported(`${where} has initializer ${className}, which Keras lacks.`);
  const config = isObject(value["config"]) ? snakeConfig(value["config"]) : {};
  return kerasObject("keras.initializers", className, config);
}

function regularizer(value: JsonValue, where: string): JsonValue {
  if (!isObject(value)) return null;
  const given = value["className"];
  const className = bareName(typeof given === "string" ? given : JSON.stringify(given));
  if (!["L1", "L2", "L1L2"].includes(className))
    throw unsupported(`${where} has regularizer ${JSON.stringify(value["className"])}.`);
  return kerasObject(
    "keras.regularizers",
    className,
    isObject(value["config"]) ? value["config"] : {},
  );
}

function stockConfig(className: string, config: JsonObject, where: string): JsonObject {
  const out: Record<string, JsonValue> = {};
  for (const [key, { name, kind }] of Object.entries(stockLayers[className]?.fields ?? {})) {
    const value = config[name];
    if (kind === "ignored") continue;
    if (typeof kind === "object") {
      if (
        value !== undefined &&
        value !== null &&
        JSON.stringify(value) !== JSON.stringify(kind.only)
      ) {
        throw unsupported(
          `${where} has ${name}=${JSON.stringify(value)}, which has no counterpart in Keras here.`,
        );
      }
      out[key] = kind.only;
    } else if (value === undefined) continue;
    else if (kind === "activation") out[key] = activationToKeras(value, where);
    else if (kind === "initializer") out[key] = initializer(value, where);
    else if (kind === "regularizer") out[key] = regularizer(value, where);
    else out[key] = key === "data_format" && typeof value === "string" ? snakeKey(value) : value;
  }
  return out;
}

function configOf(layer: tf.layers.Layer, options: FromLayersModelOptions): JsonObject {
  const className = bareName(layer.getClassName());
  const where = `layer "${layer.name}" (${className})`;
  const describer =
    options.layers && Object.hasOwn(options.layers, className)
      ? options.layers[className]
      : undefined;
  const config = json(layer.getConfig()) as JsonObject;
  let own: JsonObject;
  if (describer) own = describer(layer);
  else if (className === layer.getClassName() && stockLayers[className])
    own = stockConfig(className, config, where);
  else if (saysKeras(layer) || stockLayers[className]) own = snakeConfig(config);
  else
    throw unsupported(
      `${where} is not among Keras's layers; describe it: { layers: { ${className}: (layer) => ({ ... }) } }.`,
    );
  return { name: layer.name, trainable: layer.trainable, dtype: "float32", ...own };
}

async function readWeights(layer: tf.layers.Layer): Promise<KerasArray[]> {
  return Promise.all(
    layer.getWeights().map(async (tensor) => {
      const data = await tensor.data<"float32" | "int32">();
      return data instanceof Int32Array
        ? { shape: [...tensor.shape], dtype: "int32" as const, data: Int32Array.from(data) }
        : { shape: [...tensor.shape], dtype: "float32" as const, data: Float32Array.from(data) };
    }),
  );
}

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
 * Makes the content of a `.keras` file of a built `tf.Sequential`, for {@link writeKeras}. Reads the weights; the model
 * stays the caller's and as it is.
 *
 * @throws KerasFormatError `unsupported` for other models and for layers and settings that Keras lacks, by name;
 * `mismatch` for `compile` without an optimizer
 *
 * @example
 * const bytes = await writeKeras(await fromLayersModel(model)); // keras.models.load_model reads it
 */
export async function fromLayersModel(
  model: tf.LayersModel,
  options: FromLayersModelOptions = {},
): Promise<KerasFile> {
  if (model.getClassName() !== "Sequential") {
    throw unsupported(`expected a Sequential model; received ${model.getClassName()}.`);
  }
  if (options.compile && !options.optimizer) {
    throw new KerasFormatError(
      "mismatch",
      "fromLayersModel: `compile` needs `optimizer`; Keras compiles with both.",
    );
  }
  const inputShape = json(model.inputs[0]?.shape);
  const counted = model.layers.filter((layer) => layer.getClassName() !== "InputLayer");
  const names = groupNames(counted.map((layer) => bareName(layer.getClassName())));
  const input: KerasLayer = {
    className: "InputLayer",
    name: "input_layer",
    config: {
      batch_shape: inputShape,
      dtype: "float32",
      sparse: false,
      ragged: false,
      name: "input_layer",
      optional: false,
    },
    path: "",
    weights: [],
    layers: [],
  };
  const layers: KerasLayer[] = [input];
  for (const [i, layer] of counted.entries()) {
    layers.push({
      className: bareName(layer.getClassName()),
      name: layer.name,
      config: configOf(layer, options),
      path: `layers/${names[i] ?? ""}`,
      weights: await readWeights(layer),
      layers: [],
    });
  }
  const compiled = compileConfig(options);
  const config: JsonObject = {
    ...kerasObject("keras", "Sequential", {
      name: model.name,
      trainable: true,
      dtype: "float32",
      layers: layers.map(({ className, config: own }) =>
        kerasObject("keras.layers", className, own),
      ),
      build_input_shape: inputShape,
    }),
    build_config: { input_shape: inputShape },
    ...(compiled ? { compile_config: compiled } : {}),
  };
  return {
    metadata: { keras_version: kerasVersion, date_saved: dateSaved(options.date ?? new Date()) },
    config,
    layers,
    optimizer: options.optimizer ?? null,
  };
}
