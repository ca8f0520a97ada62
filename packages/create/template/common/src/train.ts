/** Trains a classifier on the folder of photos: a last layer of its own on a network that knows a million photos. */
import { mkdir, writeFile } from "node:fs/promises";
import * as keras from "@flowers/keras";
import { efficientNetLite0, featureExtractor, headOf } from "@flowers/model-zoo";
import { plotHistory } from "@flowers/plot";
import { classWeightsFor, extractFeatures } from "@flowers/training";
import { folder } from "./model-files";
import { imageSize, photos } from "./settings";

const [train, validation] = await keras.utils.imageDatasetFromDirectory(photos, {
  validationSplit: 0.2,
  subset: "both",
  seed: 123,
  imageSize,
  batchSize: 32,
});
const { classNames } = train;

keras.utils.setRandomSeed(123);
const base = await efficientNetLite0({ imageSize, weights: "imagenet", pooling: "avg" });
const model = featureExtractor(base, { numClasses: classNames.length, dropout: 0.2 });

// What the pretrained network sees in each photo is computed once, and kept for the next run.
const seen = await extractFeatures(train, base, { cache: ".cache/features" });
const held = await extractFeatures(validation, base, { cache: ".cache/features" });

const trainer = keras.compile(headOf(model, base), {
  optimizer: "adam",
  loss: new keras.losses.SparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: ["accuracy"],
});
const { history } = await trainer.fit(seen, {
  epochs: 30,
  validationData: held,
  classWeight: classWeightsFor(train.classCounts), // classes with few photos count as much as the others
  verbose: 2,
});

await mkdir(folder, { recursive: true });
await keras.models.saveModel(model, `${folder}/model.keras`); // Python's Keras loads it too
await writeFile(`${folder}/classes.json`, JSON.stringify(classNames));
await writeFile("curves.png", await plotHistory(history).toPng());

const accuracy = history.val_accuracy?.at(-1) ?? 0;
console.log(
  `Right on ${(100 * accuracy).toFixed(1)} percent of the photos that it did not train on.`,
);
console.log(`The model is in ${folder}, its curves in curves.png. Now: npm run NEXT`);
