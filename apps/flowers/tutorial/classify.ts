/** Classifies one picture and says the tutorial's sentence. */
import * as tf from "@tensorflow/tfjs";
import type { PlotImage } from "@flowers/plot";

export interface Classification {
  readonly label: string;
  /** Probability of the label, 0 to 1. */
  readonly confidence: number;
  /** Probability of every class, in the order of the class names. */
  readonly chances: number[];
}

/**
 * Runs the model on one picture of the model's size. Keeps no tensor.
 *
 * @param model gives logits `[1, classes]` for images `[1, height, width, 3]`, 0 to 255
 */
export async function classify(
  model: tf.LayersModel,
  { data, width, height, channels }: PlotImage,
  classNames: readonly string[],
): Promise<Classification> {
  const probabilities = tf.tidy(() => {
    const image = tf.tensor4d(Float32Array.from(data), [1, height, width, channels]);
    return tf.softmax(model.apply(image, { training: false }) as tf.Tensor2D);
  });
  const chances = Array.from(await probabilities.data());
  probabilities.dispose();
  const best = chances.indexOf(Math.max(...chances));
  return { label: classNames[best] ?? String(best), confidence: chances[best] ?? 0, chances };
}

/** `This image most likely belongs to sunflowers with a 99.12 percent confidence.` */
export function likelySentence({ label, confidence }: Classification): string {
  return `This image most likely belongs to ${label} with a ${(100 * confidence).toFixed(2)} percent confidence.`;
}
