/** A run whose callbacks write real files, read back: in Node to disk, in the page to its private file system. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, it } from "vitest";
import type { Logs } from "./callback";
import { compile } from "../compile";
import { folderStore } from "../files";
import type { History } from "../trainer/history";
import { decodeSafetensors, type FileStore } from "@flowers/files";
import { SGD } from "../optimizers/sgd";
import { CSVLogger } from "./csv-logger";
import { LearningRateScheduler } from "./learning-rate-scheduler";
import { ModelCheckpoint } from "./model-checkpoint";
import { TensorBoard } from "./tensorboard";
import { TerminateOnNaN } from "./terminate-on-nan";
import { readEvents } from "./test-support/read-events";

const written = new Set<string>();
const name = `files-${Math.floor(Math.random() * 1e9)}`;
const real = folderStore(`.vitest/${name}`);
const store: FileStore = {
  read: (path) => real.read(path),
  writeAtomic: (path, bytes) => {
    written.add(path);
    return real.writeAtomic(path, bytes);
  },
  append: (path, bytes) => {
    written.add(path);
    return real.append(path, bytes);
  },
  remove: (path) => {
    written.delete(path);
    return real.remove(path);
  },
  removeEmptyFolder: (path) => real.removeEmptyFolder(path),
};

async function read(path: string): Promise<Uint8Array> {
  const bytes = await store.read(path);
  if (bytes === null) throw new Error(`there is no ${path}`);
  return bytes;
}

afterEach(async () => {
  for (const path of [...written]) await store.remove(path);
  for (const folder of ["logs/train", "logs/validation", "logs"])
    await store.removeEmptyFolder(folder);
  await folderStore(".vitest").removeEmptyFolder(name);
});

function network(): tf.Sequential {
  const layers = [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })];
  return tf.sequential({ layers });
}

interface Outcome {
  readonly history: History;
  readonly model: tf.LayersModel;
  readonly batches: readonly Logs[];
}

/** Three epochs of two batches. */
async function run(): Promise<Outcome> {
  await tf.setBackend("cpu");
  const model = network();
  const data = { xs: tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]), ys: tf.ones([4, 1]) };
  const trainer = compile(model, { optimizer: new SGD({ learningRate: 0.01 }), loss: "mse" });
  const batches: Logs[] = [];
  const history = await trainer.fit(data, {
    epochs: 3,
    batchSize: 2,
    shuffle: false,
    verbose: 0,
    validationData: data,
    callbacks: [
      new LearningRateScheduler((epoch, rate) => (epoch === 0 ? rate : rate / 2)),
      new TerminateOnNaN(),
      new CSVLogger("log.csv", { store }),
      new TensorBoard("logs", { store, updateFreq: "batch" }),
      new ModelCheckpoint("epoch-{epoch:02d}.json", { store }),
      new ModelCheckpoint("best.safetensors", { store, saveWeightsOnly: true, saveBestOnly: true }),
      { onTrainBatchEnd: (_, logs) => void batches.push({ ...logs }) },
    ],
  });
  trainer.dispose();
  tf.dispose(data);
  return { history, model, batches };
}

describe("callbacks that write files", () => {
  it("TensorBoard's files hold what was logged", async () => {
    const { history, batches } = await run();
    const names = [...written].filter((path) => path.includes("tfevents")).sort();
    expect(names.map((name) => name.split("/").slice(0, 2).join("/"))).toEqual([
      "logs/train",
      "logs/validation",
    ]);
    const [train = [], validation = []] = await Promise.all(
      names.map(async (name) => readEvents(await read(name))),
    );
    const pick = (events: typeof train, tag: string): [number, number][] =>
      events.filter((event) => event.tag === tag).map(({ step, value }) => [step, value]);
    const series = (values: readonly number[], first = 0): [number, number][] =>
      values.map((value, i) => [i + first, Math.fround(value)]);
    const { loss = [], val_loss = [], learning_rate = [] } = history.history;
    expect(pick(train, "epoch_loss")).toEqual(series(loss));
    expect(pick(train, "epoch_learning_rate")).toEqual(series(learning_rate));
    expect(pick(train, "batch_loss")).toEqual(
      series(
        batches.map((logs) => logs.loss ?? NaN),
        1,
      ),
    );
    expect(pick(validation, "epoch_loss")).toEqual(series(val_loss));
    expect(pick(validation, "evaluation_loss_vs_iterations").map(([step]) => step)).toEqual([
      2, 4, 6,
    ]);
    expect(Math.abs((train[0]?.wallTimeSeconds ?? 0) - Date.now() / 1000)).toBeLessThan(600);
  });

  it("LearningRateScheduler's rates are used, logged and in the CSV", async () => {
    const { history } = await run();
    expect(history.history["learning_rate"]).toEqual([0.01, 0.005, 0.0025].map(Math.fround));
    const lines = new TextDecoder().decode(await read("log.csv")).split("\r\n");
    expect(lines[0]).toBe("epoch,learning_rate,loss,val_loss");
    expect(lines).toHaveLength(5); // and an empty one behind the last line end
    expect(lines.slice(1, 4).map((line) => line.split(",").map(Number))).toEqual(
      [0, 1, 2].map((epoch) => [
        epoch,
        ...["learning_rate", "loss", "val_loss"].map((key) => history.history[key]?.[epoch]),
      ]),
    );
  });

  it("ModelCheckpoint's models load with the weights of their epoch", async () => {
    const { model } = await run();
    expect([...written].filter((path) => path.endsWith(".json")).sort()).toEqual([
      "epoch-01.json",
      "epoch-02.json",
      "epoch-03.json",
    ]);
    const json = JSON.parse(
      new TextDecoder().decode(await read("epoch-03.json")),
    ) as tf.io.ModelJSON;
    const [group] = json.weightsManifest;
    const bytes = await read(group?.paths[0] ?? "");
    const copy = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: group?.weights,
        weightData: bytes.slice().buffer,
      }),
    );
    const flat = (each: tf.LayersModel): number[] =>
      each.getWeights().flatMap((weight) => [...weight.dataSync()]);
    expect(flat(copy)).toEqual(flat(model));
    const { tensors } = decodeSafetensors(await read("best.safetensors"));
    expect(tensors.map(({ shape }) => shape)).toEqual([[2, 1], [1]]);
    expect(tensors.flatMap(({ values }) => [...values])).toEqual(flat(model)); // the last epoch was the best
  });

  it("TerminateOnNaN ends the run, keeps the history and the weights before the bad batch", async () => {
    await tf.setBackend("cpu");
    const model = network();
    const data = { xs: tf.tensor2d([1, 1, 1, 1, NaN, 1, 1, 1], [4, 2]), ys: tf.ones([4, 1]) };
    const trainer = compile(model, { optimizer: "sgd", loss: "mse" });
    let printed = "";
    const write = (text: string): string => (printed += text);
    const { stopped, epoch } = await trainer.fit(data, {
      epochs: 3,
      batchSize: 2,
      shuffle: false,
      verbose: 0,
      callbacks: [new TerminateOnNaN({ write }), new CSVLogger("log.csv", { store })],
    });
    expect(printed).toBe("Batch 1: Invalid loss, terminating training\n");
    expect([stopped, epoch]).toEqual(["callback", [0]]);
    expect(model.getWeights().every((w) => w.dataSync().every(Number.isFinite))).toBe(true);
    expect(new TextDecoder().decode(await read("log.csv"))).toMatch(
      /^epoch,loss,val_loss\r\n0,nan,NA\r\n$/,
    );
    trainer.dispose();
    model.dispose();
    tf.dispose(data);
  });
});
