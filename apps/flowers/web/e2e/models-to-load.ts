/** Models that nobody trained, as `.keras` files: what they answer is arbitrary, and always the same. */
import { buildBackbone, featureExtractor } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import type * as tf from "@tensorflow/tfjs";
import { nameClasses, setTemperature } from "../../tutorial/class-names";
import { headOptions } from "../../tutorial/head";
import { toKeras } from "../../tutorial/keras-file";
import { buildModel } from "../../tutorial/model";

/** Of both: it must not get lost on the way. */
export const temperature = 0.25;

/** The tutorial's augmented network of 32 pixels, and a head on the pretrained one. */
export async function untrainedModels(
  classNames: readonly string[],
): Promise<Record<"plain" | "pretrained", Uint8Array>> {
  const numClasses = classNames.length;
  const plain = buildModel("augmented", { imageSize: [32, 32], numClasses, seed: 7 });
  setRandomSeed(7);
  const base = await buildBackbone("efficientnet-lite0", {
    imageSize: [224, 224],
    pooling: "avg",
  });
  const pretrained = featureExtractor(base, { numClasses, ...headOptions });
  return { plain: await file(plain), pretrained: await file(pretrained) };

  async function file(model: tf.LayersModel): Promise<Uint8Array> {
    nameClasses(model, classNames);
    setTemperature(model, temperature);
    const bytes = await toKeras(model, classNames);
    model.dispose();
    return bytes;
  }
}
