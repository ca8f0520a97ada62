// One process of ours: trains the tutorial's network on made-up batches and prints images per second as JSON.
// Arguments: backend, batches to time, "augmented" or "plain".
import { useBackend } from "@flowers/backend";
import { threeBlockCnn } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { compile, SparseCategoricalCrossentropy } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";

const [backend, batchCount, form] = process.argv.slice(2);
const batch = 32;
const warmUp = 3;
await useBackend(backend);
setRandomSeed(123);
const augmented = form === "augmented";
const model = threeBlockCnn({
  imageSize: [180, 180],
  numClasses: 5,
  ...(augmented ? { augmentation: true, dropout: 0.2 } : {}),
});
const trainer = compile(model, {
  optimizer: "adam",
  loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: ["accuracy"],
});
const pictures = Array.from({ length: 4 }, (_, k) =>
  tf.randomUniform([batch, 180, 180, 3], 0, 255, "float32", k),
);
const labels = tf.tensor1d(
  Array.from({ length: batch }, (_, i) => i % 5),
  "int32",
);
const total = warmUp + Number(batchCount);
const data = tf.data.generator(function* () {
  for (let i = 0; i < total; i++)
    yield { xs: tf.clone(pictures[i % pictures.length]), ys: tf.clone(labels) };
});
const ends = [];
await trainer.fit(data, {
  epochs: 1,
  stepsPerEpoch: total,
  verbose: 0,
  callbacks: [{ readsWeights: false, onTrainBatchEnd: () => void ends.push(performance.now()) }],
});
const seconds = (ends.at(-1) - ends[warmUp - 1]) / 1000;
console.log(JSON.stringify({ imagesPerSecond: (batch * (total - warmUp)) / seconds }));
process.exit(0);
