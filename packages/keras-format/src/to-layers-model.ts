/** Makes a tfjs model of a `.keras` file. */
import * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "./errors";
import { isObject } from "./read-keras";
import { activationFromKeras, camelCase, settingsOf, stockLayers } from "./stock-layers";
import type { JsonObject, JsonValue, KerasArray, KerasFile, KerasLayer } from "./types";

/** Makes the layer that a Keras configuration describes; give it the configuration's `name`. */
export type LayerFactory = (config: JsonObject) => tf.layers.Layer;

export interface ToLayersModelOptions {
  /**
   * Factories by Keras class name, for layers that stock tfjs lacks, such as `RandomFlip`, or in place of a stock one,
   * such as a `Dropout` with Keras's masks.
   */
  readonly layers?: Readonly<Record<string, LayerFactory>>;
}

const unsupported = (message: string): KerasFormatError =>
  new KerasFormatError("unsupported", `toLayersModel: ${message}`);

function checkDtype(value: JsonValue | undefined, where: string): void {
  const policy = isObject(value) && isObject(value["config"]) ? value["config"]["name"] : value;
  if (policy !== undefined && policy !== "float32") {
    throw unsupported(`${where} has dtype ${JSON.stringify(policy)}; expected float32.`);
  }
}

function regularizer(value: JsonValue, where: string): unknown {
  if (value === null) return undefined;
  const config = isObject(value) && isObject(value["config"]) ? value["config"] : {};
  const name = isObject(value) ? value["class_name"] : value;
  const [l1 = 0, l2 = 0] = [config["l1"], config["l2"]].map((factor) =>
    typeof factor === "number" ? factor : 0,
  );
  if (name === "L1") return tf.regularizers.l1({ l1 });
  if (name === "L2") return tf.regularizers.l2({ l2 });
  if (name === "L1L2") return tf.regularizers.l1l2({ l1, l2 });
  throw unsupported(`${where} has regularizer ${JSON.stringify(name)}; expected L1, L2 or L1L2.`);
}

/** Initial values are overwritten by the file's; an initializer is carried over so that it is not lost when saved again. */
function initializer(value: JsonValue, where: string): unknown {
  if (value === null) return undefined;
  const given = isObject(value) ? value["class_name"] : value;
  const name = typeof given === "string" ? given : JSON.stringify(given);
  const config = isObject(value) && isObject(value["config"]) ? value["config"] : {};
  const number = (key: string, otherwise: number): number => {
    const factor = config[key];
    return typeof factor === "number" ? factor : otherwise;
  };
  const text = (key: string, otherwise: string): never => {
    const word = config[key];
    return camelCase(typeof word === "string" ? word : otherwise) as never;
  };
  const seed = typeof config["seed"] === "number" ? { seed: config["seed"] } : {};
  switch (name) {
    case "Constant":
      return tf.initializers.constant({ value: number("value", 0) });
    case "GlorotNormal":
      return tf.initializers.glorotNormal(seed);
    case "GlorotUniform":
      return tf.initializers.glorotUniform(seed);
    case "HeNormal":
      return tf.initializers.heNormal(seed);
    case "HeUniform":
      return tf.initializers.heUniform(seed);
    case "LecunNormal":
      return tf.initializers.leCunNormal(seed);
    case "LecunUniform":
      return tf.initializers.leCunUniform(seed);
    case "Ones":
      return tf.initializers.ones();
    case "RandomNormal":
      return tf.initializers.randomNormal({
        mean: number("mean", 0),
        stddev: number("stddev", 0.05),
        ...seed,
      });
    case "RandomUniform":
      return tf.initializers.randomUniform({
        minval: number("minval", -0.05),
        maxval: number("maxval", 0.05),
        ...seed,
      });
    case "TruncatedNormal":
      return tf.initializers.truncatedNormal({
        mean: number("mean", 0),
        stddev: number("stddev", 0.05),
        ...seed,
      });
    case "VarianceScaling":
      return tf.initializers.varianceScaling({
        scale: number("scale", 1),
        mode: text("mode", "fan_in"),
        distribution: text("distribution", "truncated_normal"),
        ...seed,
      });
    case "Zeros":
      return tf.initializers.zeros();
    default:
      throw unsupported(`${where} has initializer ${name}, which is not carried over.`);
  }
}

function stockLayer(entry: KerasLayer): tf.layers.Layer {
  const stock = stockLayers[entry.className];
  const where = `layer "${entry.name}" (${entry.className})`;
  if (!stock) {
    throw unsupported(
      `${where} is not among stock tfjs's layers (${Object.keys(stockLayers).join(", ")}); give a factory for it: { layers: { ${entry.className}: (config) => ... } }.`,
    );
  }
  checkDtype(entry.config["dtype"], where);
  const args: Record<string, unknown> = {
    name: entry.name,
    trainable: entry.config["trainable"] !== false,
  };
  for (const [key, value] of settingsOf(entry.config)) {
    const known = stock.fields[key];
    if (!known)
      throw unsupported(`${where} has the unknown setting ${key}=${JSON.stringify(value)}.`);
    const { name, kind } = known;
    if (kind === "ignored") continue;
    if (kind === "activation") args[name] = activationFromKeras(value, where);
    else if (kind === "regularizer") args[name] = regularizer(value, where);
    else if (kind === "initializer") args[name] = initializer(value, where);
    else if (kind !== "plain") {
      if (JSON.stringify(value) !== JSON.stringify(kind.only)) {
        throw unsupported(
          `${where} has ${key}=${JSON.stringify(value)}; stock tfjs only has ${JSON.stringify(kind.only)}.`,
        );
      }
    } else if (key === "data_format") {
      if (value !== "channels_last" && value !== null)
        throw unsupported(
          `${where} has data_format=${JSON.stringify(value)}; expected "channels_last".`,
        );
    } else if (isObject(value)) {
      throw unsupported(`${where} has ${key}=${JSON.stringify(value)}.`);
    } else if (value !== null) {
      args[name] = value;
    }
  }
  if (
    entry.className === "Rescaling" &&
    (typeof args["scale"] !== "number" || typeof args["offset"] !== "number")
  ) {
    throw unsupported(`${where} scales by channel; stock tfjs only scales by one number.`);
  }
  return stock.make(args as never);
}

function setWeights(made: tf.layers.Layer, entry: KerasLayer): void {
  const shapes = made.weights.map(({ shape }) => `[${shape.join(", ")}]`);
  const given = entry.weights.map(({ shape }) => `[${shape.join(", ")}]`);
  if (shapes.join() !== given.join()) {
    throw new KerasFormatError(
      "mismatch",
      `toLayersModel: layer "${entry.name}" (${entry.className}) expects weights of shapes ${shapes.join(", ") || "none"}; the file has ${given.join(", ") || "none"}.`,
    );
  }
  const tensors = entry.weights.map(toTensor);
  made.setWeights(tensors);
  tf.dispose(tensors);
}

function toTensor({ data, shape, dtype }: KerasArray): tf.Tensor {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw unsupported(`a weight has element type ${dtype}; tfjs has no 64-bit integers.`);
  }
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  return isFloat
    ? tf.tensor(Float32Array.from(data), [...shape], "float32")
    : tf.tensor(Int32Array.from(data), [...shape], "int32");
}

function sequential(
  name: string,
  config: JsonObject,
  layers: readonly KerasLayer[],
  options: ToLayersModelOptions,
): tf.Sequential {
  const input = layers.find(({ className }) => className === "InputLayer");
  const batchShape = input?.config["batch_shape"] ?? config["build_input_shape"];
  if (!Array.isArray(batchShape)) {
    throw unsupported(
      `model "${name}" was saved before it was built, so its input shape is unknown.`,
    );
  }
  const model = tf.sequential({ name });
  try {
    for (const entry of layers) {
      if (entry.className === "InputLayer") continue;
      const made = makeLayer(entry, options);
      if (model.layers.length === 0) made.batchInputShape = [...(batchShape as number[])];
      model.add(made);
      if (entry.layers.length === 0) setWeights(made, entry);
    }
  } catch (error) {
    for (const made of model.layers) tf.dispose(made.weights.map((weight) => weight.read()));
    throw error;
  }
  return model;
}

function makeLayer(entry: KerasLayer, options: ToLayersModelOptions): tf.layers.Layer {
  const factory =
    options.layers && Object.hasOwn(options.layers, entry.className)
      ? options.layers[entry.className]
      : undefined;
  if (factory) return factory(entry.config);
  if (entry.className === "Sequential")
    return sequential(entry.name, entry.config, entry.layers, options);
  return stockLayer(entry);
}

/**
 * Makes a `tf.Sequential` with the layers, names and weights of a Keras Sequential model.
 *
 * Stock layers take part by their formula; `Dropout` then draws tfjs's own masks. Optimizer and losses stay in `file`.
 * The model is the caller's to dispose of.
 *
 * @throws KerasFormatError `unsupported` for a functional model, an unknown layer or a setting that tfjs lacks, by name;
 * `mismatch` if weights do not fit
 *
 * @example
 * // `kerasLayers` of @flowers/model-zoo or @flowers/augmentation
 * const model = toLayersModel(await readKeras(bytes), { layers: kerasLayers });
 */
export function toLayersModel(file: KerasFile, options: ToLayersModelOptions = {}): tf.Sequential {
  const { class_name: className, config } = file.config;
  if (className !== "Sequential" || !isObject(config)) {
    throw unsupported(`expected a Sequential model; received ${JSON.stringify(className)}.`);
  }
  const name = typeof config["name"] === "string" ? config["name"] : "sequential";
  return sequential(name, config, file.layers, options);
}
