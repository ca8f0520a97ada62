// Ours: trains the tutorial's network by `fit` on made-up batches. Arguments: backend, batches per sample, plain | augmented.
import { useBackend } from "@flowers/backend";
import { threeBlockCnn } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { compile, SparseCategoricalCrossentropy } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { serve, since } from "./serve.mjs";

const [backend, batchCount, form] = process.argv.slice(2);
const batch = 32;
const { description } = await useBackend(backend);
setRandomSeed(123);
const model = threeBlockCnn({
  imageSize: [180, 180],
  numClasses: 5,
  ...(form === "augmented" ? { augmentation: true, dropout: 0.2 } : {}),
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

/** From the end of the first batch to the end of the last: what `fit` does once is left out. */
async function step() {
  const timedBatches = Number(batchCount);
  const data = tf.data.generator(function* () {
    for (let i = 0; i <= timedBatches; i++)
      yield { xs: tf.clone(pictures[i % pictures.length]), ys: tf.clone(labels) };
  });
  let [begun, before, part] = [0, process.cpuUsage(), {}];
  await trainer.fit(data, {
    epochs: 1,
    stepsPerEpoch: timedBatches + 1,
    verbose: 0,
    callbacks: [
      {
        readsWeights: false,
        onTrainBatchEnd: (i) => {
          if (i === 0) [begun, before] = [performance.now(), process.cpuUsage()];
          part = { items: batch * i, ...since(begun, before) };
        },
      },
    ],
  });
  return part;
}

await serve({ backend: description }, async () => ({ "": await step() }));
