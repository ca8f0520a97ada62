/** Step 5: what a trained model takes a photo for. */
import { loadImage } from "@flowers/dataset";
import { classify } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { temperatureOf } from "../../tutorial/class-names";
import { imageSizeOf } from "../../tutorial/image-size";
import { likelySentence } from "../../tutorial/likely-sentence";
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
  const pixels = await loadImage(photo, { targetSize: [...imageSizeOf(model)] });
  const ranking = await classify(model, pixels, classNames, {
    temperature: temperatureOf(model),
  });
  const [best] = ranking;
  if (!best) throw new Error("This model has no classes.");
  return {
    label: best.label,
    confidence: best.probability,
    ranking,
    sentence: likelySentence(best),
    bitmap: await toBitmap(pixels),
  };
}
