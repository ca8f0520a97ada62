/** From one picture to its classes, likeliest first. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import { type ProbabilityOptions, toProbabilities } from "./probabilities";
import { refuseUnknown } from "./names";
import { show } from "./options";
import { requireModel, requireOptions } from "./require-model";

/** A picture as `loadImage` of `@flowers/dataset` gives it: row-major `[height, width, channels]`. */
export interface Pixels {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** One class and how likely it is. */
export interface RankedClass {
  readonly label: string;
  /** Its place in the class names. */
  readonly index: number;
  /** 0 to 1. */
  readonly probability: number;
}

/** Options of {@link classify}. */
export interface ClassifyOptions extends ProbabilityOptions {
  /** How many of the classes to give. Default: all of them. */
  readonly top?: number;
}

/**
 * Ranks the classes for one picture. The model is run as outside training. Its answer is taken as probabilities where
 * the last layer's activation is `softmax` or `sigmoid`, and as logits otherwise: one unit is then a sigmoid, several are
 * a softmax. One unit stands for two classes, and its probability for the second. Keeps no tensor.
 *
 * @param model takes `[1, height, width, channels]` and gives `[1, classes]`
 * @param image pixels, or a tensor `[height, width, channels]` or `[1, height, width, channels]`, which stays the
 *   caller's; of the model's size and value range, usually 0 to 255
 * @param classNames in the order of training
 * @throws TrainingError `shape-mismatch` for a picture of another size; `invalid-argument` for another number of names,
 *   another `top`, a temperature that is not above 0, or a model whose answer is not finite
 * @example
 * ```ts
 * const photo = await loadImage("rose.jpg", { targetSize: [180, 180] });
 * const [best] = await classify(model, photo, ["daisy", "roses", "tulips"]);
 * // { label: "roses", index: 1, probability: 0.97 }
 * ```
 */
export async function classify(
  model: tf.LayersModel,
  image: tf.Tensor | Pixels,
  classNames: readonly string[],
  options: ClassifyOptions = {},
): Promise<RankedClass[]> {
  requireModel("classify", model);
  requireOptions("classify", options);
  if (!Array.isArray(classNames) || !classNames.every((each) => typeof each === "string")) {
    throw new TrainingError(
      "invalid-argument",
      `classify: class names must be a list of texts; received ${show(classNames)}.`,
    );
  }
  const { top = classNames.length, temperature = 1, ...unknown } = options;
  refuseUnknown("classify", unknown, ["top", "temperature"]);
  if (!Number.isInteger(top) || top < 1) {
    throw new TrainingError(
      "invalid-argument",
      `classify: top must be a whole number of at least 1; received ${top}.`,
    );
  }
  const answer = tf.tidy(() => toProbabilities(model, run(model, image), { temperature }));
  const probabilities = Array.from(await answer.data());
  answer.dispose();
  if (probabilities.length !== classNames.length) {
    throw new TrainingError(
      "invalid-argument",
      `classify: classNames must name the model's ${probabilities.length} classes; received ${classNames.length} names.`,
    );
  }
  if (!probabilities.every(Number.isFinite)) {
    throw new TrainingError(
      "invalid-argument",
      "classify: the model's answer is not finite, so its weights or the picture's values are not.",
    );
  }
  return probabilities
    .map((probability, index) => ({
      label: classNames[index] ?? String(index),
      index,
      probability,
    }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, top);
}

function run(model: tf.LayersModel, image: tf.Tensor | Pixels): tf.Tensor2D {
  const pixels =
    image instanceof tf.Tensor
      ? image
      : tf.tensor(Float32Array.from(image.data), [image.height, image.width, image.channels]);
  const batch = pixels.rank === 3 ? tf.expandDims(pixels) : pixels;
  const expected = model.inputs[0]?.shape ?? [];
  const fits =
    model.inputs.length === 1 &&
    batch.rank === expected.length &&
    batch.shape[0] === 1 &&
    expected.every((size, axis) => axis === 0 || size === null || size === batch.shape[axis]);
  if (!fits) {
    throw new TrainingError(
      "shape-mismatch",
      `classify: the model takes one picture of shape [${expected
        .slice(1)
        .map((size) => size ?? "any")
        .join(
          ", ",
        )}]; received [${image instanceof tf.Tensor ? image.shape.join(", ") : pixels.shape.join(", ")}].`,
    );
  }
  const output = model.apply(batch, { training: false });
  if (Array.isArray(output) || !(output instanceof tf.Tensor) || output.rank !== 2) {
    throw new TrainingError(
      "shape-mismatch",
      "classify: the model must have one output of shape [1, classes].",
    );
  }
  return output as tf.Tensor2D;
}
