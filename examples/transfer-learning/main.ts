/**
 * A last layer on a pretrained network, then fine-tuning: `npm start -- PHOTOS [EPOCHS]`, one folder per class.
 */
import * as keras from "@flowers/keras";
import { efficientNetLite0, featureExtractor, headOf } from "@flowers/model-zoo";
import { extractFeatures, unfreeze } from "@flowers/training";

const [folder = "photos", epochs = "15"] = process.argv.slice(2);
const imageSize: [number, number] = [224, 224];
const [train, validation] = await keras.utils.imageDatasetFromDirectory(folder, {
  validationSplit: 0.2,
  subset: "both",
  seed: 123,
  imageSize,
  batchSize: 8,
});

keras.utils.setRandomSeed(123);
const base = await efficientNetLite0({ imageSize, weights: "imagenet", pooling: "avg" });
const model = featureExtractor(base, { numClasses: train.classNames.length, dropout: 0.2 });
const loss = new keras.losses.SparseCategoricalCrossentropy({ fromLogits: true });

// First the new layer alone, on features that are computed once.
const seen = await extractFeatures(train, base);
const held = await extractFeatures(validation, base);
const head = keras.compile(headOf(model, base), { optimizer: "adam", loss, metrics: ["accuracy"] });
const { history } = await head.fit(seen, {
  epochs: Number(epochs),
  validationData: held,
  verbose: 0,
});
console.log(`head: ${((history.val_accuracy?.at(-1) ?? 0) * 100).toFixed(0)} percent right`);
seen.dispose();
held.dispose();

// Then the base's last block with it, slowly.
unfreeze(base, { from: "block7a_expand_conv" });
const whole = keras.compile(model, {
  optimizer: new keras.optimizers.Adam({ learningRate: 1e-5 }),
  loss,
  metrics: ["accuracy"],
});
const { history: tuned } = await whole.fit(train, {
  epochs: 1,
  validationData: validation,
  verbose: 0,
});
console.log(`fine-tuned: ${((tuned.val_accuracy?.at(-1) ?? 0) * 100).toFixed(0)} percent right`);
await keras.models.saveModel(model, "model.keras");
