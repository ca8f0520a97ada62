/** A model of TensorFlow.js's own layers, trained by its own `fit`, with Keras's image layers in front of it. */
import {
  geometricPipeline,
  randomContrast,
  randomFlip,
  randomRotation,
} from "@flowers/augmentation";
import * as tf from "@tensorflow/tfjs";

const size = 16;
const model = tf.sequential({
  layers: [
    randomContrast({ factor: 0.2, seed: 3, inputShape: [size, size, 3] }),
    // One resampling for all that moves pixels.
    geometricPipeline([
      randomFlip({ mode: "horizontal", seed: 1 }),
      randomRotation({ factor: 0.05, seed: 2 }),
    ]),
    tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
    tf.layers.globalAveragePooling2d({}),
    tf.layers.dense({ units: 2, activation: "softmax" }),
  ],
});
model.compile({
  optimizer: tf.train.adam(0.02),
  loss: "sparseCategoricalCrossentropy",
  metrics: ["accuracy"],
});

// Made up: bright pictures are 1, dark ones 0.
const labels = Array.from({ length: 32 }, (_, i) => i % 2);
const pictures = tf.tidy(() =>
  tf.add(
    tf.randomUniform([32, size, size, 3], 0, 0.3, "float32", 5),
    tf.tensor4d(
      labels.map((label) => 0.6 * label),
      [32, 1, 1, 1],
    ),
  ),
);
const { history } = await model.fit(pictures, tf.tensor1d(labels), { epochs: 12, verbose: 0 });
const first = Number(history["loss"]?.[0]);
const last = Number(history["loss"]?.at(-1));
console.log(`loss ${first.toFixed(3)} -> ${last.toFixed(3)}`);
console.log(last < first ? "It learns." : "It does not learn.");
