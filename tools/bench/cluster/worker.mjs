// One worker of a training, or all of it where TF_CONFIG is not set: prints the median time of a step as a line of JSON.
// Arguments: tutorial | frozen, rows of the batch of all workers, steps.
import { joinCluster, useBackend } from "@flowers/backend";
import { buildBackbone, featureExtractor, threeBlockCnn } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { compile, SparseCategoricalCrossentropy } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";

const [kind, rows, steps] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
/** Recording, the first runs of a graph and the others' start are no part of a step. */
const warmUp = 3;

const cluster = process.env.TF_CONFIG ? await joinCluster({ timeout: 120 }) : null;
if (!cluster) await useBackend("tensorflow");
setRandomSeed(123);
const imageSize = kind === "frozen" ? [224, 224] : [180, 180];
const model =
  kind === "frozen"
    ? featureExtractor(await buildBackbone("efficientnet-lite0", { imageSize, pooling: "avg" }), {
        numClasses: 5,
        dropout: 0.2,
      })
    : threeBlockCnn({ imageSize, numClasses: 5, augmentation: true, dropout: 0.2 });
const trainer = compile(model, {
  optimizer: "adam",
  loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: ["accuracy"],
});
const xs = tf.randomUniform([rows, ...imageSize, 3], 0, 255, "float32", 1);
const ys = tf.tensor1d(
  Int32Array.from({ length: rows }, (_, i) => i % 5),
  "int32",
);

const times = [];
let began = 0;
await trainer.fit(
  function* () {
    for (;;) yield { xs: xs.clone(), ys: ys.clone() };
  },
  {
    stepsPerEpoch: warmUp + steps,
    verbose: 0,
    callbacks: [
      {
        onTrainBatchBegin: () => void (began = performance.now()),
        onTrainBatchEnd: () => void times.push(performance.now() - began),
      },
    ],
  },
);
const sorted = times.slice(warmUp).sort((a, b) => a - b);
const { user, system } = process.cpuUsage();
if (!cluster || cluster.isChief) {
  const result = {
    kind,
    rows,
    workers: cluster?.workers ?? 1,
    medianMs: Math.round(sorted[Math.floor(sorted.length / 2)]),
    lowestMs: Math.round(sorted[0]),
    highestMs: Math.round(sorted.at(-1)),
    trained: model.trainableWeights.reduce(
      (sum, { shape }) => sum + tf.util.sizeFromShape(shape),
      0,
    ),
    compiled: trainer.compiled.compiled,
    cpuSeconds: Math.round((user + system) / 1e5) / 10,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
process.exit();
