/** A small training run that a test stops and starts again. The caller sets the backend. */
import { setRandomSeed } from "@flowers/random";
import { dense, dropout } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import type { Callback } from "../callback";
import { compile } from "../../compile";
import type { FileStore } from "@flowers/files";
import { BackupAndRestore } from "../backup-and-restore";
import type { SaveFreq } from "../batch-counter";
import { EarlyStopping } from "../early-stopping";
import { ReduceLROnPlateau } from "../reduce-lr-on-plateau";

export interface ResumableRunOptions {
  /** Where the run's state is kept; null keeps none. */
  readonly folder: string | null;
  /** What every batch waits for. */
  readonly msPerBatch?: number;
  /** Default 3. */
  readonly saveFreq?: SaveFreq;
  /** Called after every batch, before a state is saved; may throw. */
  readonly onBatch?: (count: number) => void;
  readonly store?: FileStore;
  readonly callbacks?: readonly Callback[];
}

/** Six epochs of eight batches, with dropout, a shuffle before every epoch, and callbacks that count. */
export async function resumableRun({
  folder,
  msPerBatch = 0,
  saveFreq = 3,
  onBatch = () => undefined,
  store,
  callbacks = [],
}: ResumableRunOptions): Promise<unknown> {
  setRandomSeed(7);
  const model = tf.sequential({
    layers: [
      dense({ units: 8, activation: "relu", inputShape: [4], name: "hidden" }),
      dropout({ rate: 0.25, name: "dropout" }),
      dense({ units: 3, name: "head" }),
    ],
  });
  const pixels = Float32Array.from({ length: 64 * 4 }, (_, i) => Math.sin(i * 1.7));
  const labels = Int32Array.from({ length: 64 }, (_, i) => (i * i) % 3);
  const data = { xs: tf.tensor2d(pixels, [64, 4]), ys: tf.tensor1d(labels, "int32") };
  const trainer = compile(model, {
    optimizer: "adam",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  const stopping = new EarlyStopping({ monitor: "loss", patience: 4, restoreBestWeights: true });
  const plateau = new ReduceLROnPlateau({
    monitor: "loss",
    patience: 1,
    minDelta: 0.05,
    factor: 0.5,
  });
  let count = 0;
  const slow = {
    onTrainBatchEnd: (): Promise<void> => {
      onBatch(++count);
      return new Promise<void>((resolve) => setTimeout(resolve, msPerBatch));
    },
  };
  const backup =
    folder === null
      ? []
      : [new BackupAndRestore(folder, { saveFreq, store, callbacks: [stopping, plateau] })];
  const history = await trainer.fit(data, {
    epochs: 6,
    batchSize: 8,
    validationData: data,
    callbacks: [stopping, plateau, ...callbacks, slow, ...backup],
    verbose: 0,
  });
  const weights = await Promise.all(model.weights.map(async (w) => [...(await w.read().data())]));
  trainer.dispose();
  model.dispose();
  tf.dispose(data);
  return { epoch: history.epoch, history: history.history, weights };
}
