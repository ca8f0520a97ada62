/** Step 5: what a trained model takes a photo for. */
import { loadImage } from "@flowers/dataset";
import type * as tf from "@tensorflow/tfjs";
import { classify, likelySentence } from "../../tutorial/classify";
import type { Prediction } from "./contract";
import { toBitmap } from "./pictures/bitmap";

/**
 * Ranks the classes for an image file.
 *
 * @throws Error when it cannot be read as a picture
 */
export async function classifyPhoto(
  model: tf.LayersModel,
  classNames: readonly string[],
  photo: Blob,
): Promise<Prediction> {
  const [, height, width] = model.inputs[0]?.shape ?? [];
  if (!height || !width) throw new Error("This model has no fixed input size.");
  const pixels = await loadImage(photo, { targetSize: [height, width] });
  const result = await classify(model, pixels, classNames);
  return {
    label: result.label,
    confidence: result.confidence,
    ranking: result.chances
      .map((probability, index) => ({ label: classNames[index] ?? String(index), probability }))
      .sort((a, b) => b.probability - a.probability),
    sentence: likelySentence(result),
    bitmap: await toBitmap(pixels),
  };
}
