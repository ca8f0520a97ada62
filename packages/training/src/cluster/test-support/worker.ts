/** One worker of the tests beside this folder: trains what its argument, a JSON object, says, and prints what came of it. */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { joinCluster, useBackend } from "@flowers/backend";
import { threeBlockCnn } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { BackupAndRestore } from "../../callbacks/backup-and-restore";
import type { Callback } from "../../callbacks/callback";
import { compile } from "../../compile";
import { SparseCategoricalCrossentropy } from "../../losses/crossentropy";
import { Adam } from "../../optimizers/adam";
import { SGD } from "../../optimizers/sgd";

/** What a worker is told. */
export interface Task {
  /** Whether it trains by itself, with no cluster. */
  readonly alone?: boolean;
  readonly timeout?: number;
  readonly cases?: readonly ("sgd" | "adam" | "sgd_uneven")[];
  /** The tutorial's network with augmentation and dropout, in place of the cases. */
  readonly tutorial?: boolean;
  /** Units of the last layer, for a worker with another model. */
  readonly units?: number;
  /** Rows of data, for a worker with other data. */
  readonly rows?: number;
  readonly backup?: string;
  /** A signal that this worker sends itself after so many batches; 0: when it has joined, before it does anything with the others. */
  readonly end?: { readonly signal: "SIGKILL" | "SIGSTOP"; readonly batch: number };
  /** A folder where all workers leave a sign when they have joined, and wait for the others'. */
  readonly meeting?: string;
}

const task = JSON.parse(process.argv[2] ?? "{}") as Task;
const say = (what: string, value: unknown): void => {
  process.stdout.write(`${what} ${JSON.stringify(value)}\n`);
};

/** Values in [-0.5, 0.5) of a linear congruential generator, as in tools/golden/scripts/training/one-process.py. */
function values(shape: number[], seed: number): tf.Tensor {
  let state = seed;
  const drawn = Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  return tf.tensor(drawn, shape);
}

function labelled(rows: number, size: number, classes: number): { xs: tf.Tensor; ys: tf.Tensor } {
  const ys = tf.tensor1d(
    Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes),
    "int32",
  );
  const shift = tf.mul(tf.sub(tf.cast(ys, "float32"), 1), 0.3);
  return { xs: tf.add(values([rows, size, size, 3], 1), tf.reshape(shift, [-1, 1, 1, 1])), ys };
}

function tinyModel(units: number): tf.LayersModel {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.conv2d({
        ...{ inputShape: [12, 12, 3], filters: 4, kernelSize: 3 },
        ...{ padding: "same", activation: "relu" },
      }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units }),
    ],
  });
  const starts = [
    tf.mul(values([3, 3, 3, 4], 2), 0.5),
    tf.mul(values([4], 3), 0.1),
    tf.mul(values([144, units], 4), 0.2),
    tf.mul(values([units], 5), 0.1),
  ];
  model.setWeights(starts);
  return model;
}

const loss = new SparseCategoricalCrossentropy({ fromLogits: true });

/** Three epochs of the small network from one-process.py. */
async function trainCase(name: "sgd" | "adam" | "sgd_uneven"): Promise<unknown> {
  const model = tinyModel(task.units ?? 3);
  const optimizer = name === "adam" ? new Adam() : new SGD({ learningRate: 0.05, momentum: 0.9 });
  const trainer = compile(model, { optimizer, loss, metrics: ["accuracy"] });
  const data = labelled(task.rows ?? (name === "sgd_uneven" ? 45 : 48), 12, 3);
  let batches = 0;
  const ending: Callback = {
    onTrainBatchEnd: () => {
      batches += 1;
      if (batches === task.end?.batch) process.kill(process.pid, task.end.signal);
    },
  };
  const { history } = await trainer.fit(data, {
    ...{ batchSize: 8, epochs: 3, shuffle: false, validationData: data, verbose: 0 },
    callbacks: [
      ending,
      ...(task.backup ? [new BackupAndRestore(task.backup, { saveFreq: 1 })] : []),
    ],
  });
  const evaluated = await trainer.evaluate(data, { batchSize: 8 });
  return {
    history: history,
    evaluated,
    weights: model.getWeights().map((weight) => [...weight.dataSync()]),
  };
}

/** The tutorial's network on 41 images in batches of 16: the last one is uneven, and shuffled like the others. */
async function trainTutorial(): Promise<unknown> {
  setRandomSeed(7);
  const { ys } = labelled(41, 1, 5);
  const shift = tf.reshape(tf.mul(tf.cast(ys, "float32"), 12), [41, 1, 1, 1]);
  const pixels = tf.randomUniform([41, 64, 64, 3], 0, 200, "float32", 3);
  const data = { xs: tf.clipByValue(tf.add(pixels, shift), 0, 255), ys };
  const model = threeBlockCnn({ imageSize: [64, 64], numClasses: 5, augmentation: true });
  const trainer = compile(model, { optimizer: "adam", loss, metrics: ["accuracy"] });
  const options = { batchSize: 16, epochs: 3, validationData: data, verbose: 0 } as const;
  const { history } = await trainer.fit(data, options);
  return { history, sums: model.getWeights().map((weight) => tf.sum(weight).dataSync()[0]) };
}

/** Until all workers have come here. */
async function meet(folder: string, index: number, workers: number): Promise<void> {
  await writeFile(join(folder, String(index)), "");
  while ((await readdir(folder)).length < workers)
    await new Promise((done) => setTimeout(done, 20));
}

try {
  if (task.alone === true) await useBackend("tensorflow");
  else {
    const { index, workers } = await joinCluster({ timeout: task.timeout ?? 60 });
    if (task.meeting !== undefined) await meet(task.meeting, index, workers);
    if (task.end?.batch === 0) process.kill(process.pid, task.end.signal);
  }
  if (task.tutorial === true) say("result", await trainTutorial());
  for (const name of task.cases ?? []) say("result", await trainCase(name));
} catch (error) {
  const { message, code, remedy } = error as { message: string; code?: string; remedy?: string };
  say("error", { message, code, remedy });
  process.exit(75);
}
