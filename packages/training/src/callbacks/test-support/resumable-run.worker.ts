/** The resumable run in a dedicated worker. The page sends what to do once, and may send "stop". */
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "@flowers/backend";
import { compile } from "../../compile";
import { folderStore } from "../../files";
import { ModelCheckpoint } from "../model-checkpoint";
import { resumableRun } from "./resumable-run";

/** What the page asks for. */
export interface WorkerTask {
  readonly kind: "run" | "endless";
  readonly folder?: string;
  readonly msPerBatch?: number;
  /** As in Safari before 26. */
  readonly withoutCreateWritable?: boolean;
}

/** What the worker says. */
export type WorkerMessage =
  | { readonly kind: "batch"; readonly count: number }
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly message: string };

const say = (message: WorkerMessage): void => self.postMessage(message);
const stop = new AbortController();

async function work(task: WorkerTask): Promise<unknown> {
  await useBackend("wasm");
  if (task.kind === "endless") return endless();
  if (task.withoutCreateWritable === true) {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
  }
  const store = task.folder === undefined ? undefined : folderStore(task.folder);
  return resumableRun({
    folder: store ? "backup" : null,
    store,
    msPerBatch: task.msPerBatch,
    onBatch: (count) => say({ kind: "batch", count }),
    callbacks: store ? [new ModelCheckpoint("model.json", { store, saveFreq: 2 })] : [],
  });
}

/** Trains until the page says stop. Nothing here waits for anything but the trainer. */
async function endless(): Promise<unknown> {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const data = { xs: tf.ones([64, 1]), ys: tf.ones([64, 1]) };
  let batches = 0;
  const { stopped } = await compile(model, { optimizer: "sgd", loss: "mse" }).fit(data, {
    epochs: Infinity,
    batchSize: 1,
    verbose: 0,
    signal: stop.signal,
    callbacks: [
      {
        onTrainBatchEnd: () => {
          batches += 1;
          if (batches === 1) say({ kind: "batch", count: 1 });
        },
      },
    ],
  });
  return { stopped, batches };
}

self.onmessage = ({ data }: MessageEvent<WorkerTask | "stop">) => {
  if (data === "stop") {
    stop.abort();
    return;
  }
  work(data).then(
    (result) => say({ kind: "done", result }),
    (error: unknown) => say({ kind: "failed", message: String(error) }),
  );
};
