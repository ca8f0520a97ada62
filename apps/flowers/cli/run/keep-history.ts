/** Writes the history as JSON and CSV and a checkpoint of the model after every epoch, so that a broken run keeps what it had. */
import type { Callback } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { ModelKind } from "../../tutorial/model-kinds";
import { saveModel } from "./model-folder";
import type { RunFolder } from "./run-folder";

export interface HistoryKeeper {
  readonly callback: Callback;
  /** One value an epoch for each name, in Keras's alphabetical order. */
  readonly history: Record<string, number[]>;
  /** Mean over the epochs, validation included. */
  secondsPerEpoch(): number;
  /** Mean over the epochs after the first, validation excluded; the first decodes the photos and warms up. */
  trainingSecondsPerEpoch(): number;
}

/** Makes the callback of one training. */
export function keepHistory({
  folder,
  kind,
  model,
}: {
  folder: RunFolder;
  kind: ModelKind;
  model: tf.LayersModel;
}): HistoryKeeper {
  const history: Record<string, number[]> = {};
  const epochSeconds: number[] = [];
  const trainSeconds: number[] = [];
  let epochStart = 0;
  let lastBatchEnd = 0;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    history,
    secondsPerEpoch: () => mean(epochSeconds),
    trainingSecondsPerEpoch: () =>
      mean(trainSeconds.length > 1 ? trainSeconds.slice(1) : trainSeconds),
    callback: {
      readsWeights: false,
      onEpochBegin: () => {
        epochStart = performance.now();
      },
      onTrainBatchEnd: () => {
        lastBatchEnd = performance.now();
      },
      onEpochEnd: async (_epoch, logs) => {
        epochSeconds.push((performance.now() - epochStart) / 1000);
        trainSeconds.push((lastBatchEnd - epochStart) / 1000);
        for (const name of Object.keys(logs).sort())
          (history[name] ??= []).push(logs[name] ?? Number.NaN);
        await folder.writeJson(`${kind}/history.json`, history);
        await folder.write(`${kind}/history.csv`, historyCsv(history));
        await saveModel(folder.at(`${kind}/checkpoint`), model);
      },
    },
  };
}

/** The history as a CSV logger writes it: `epoch,accuracy,loss,...`, epochs counted from 0. */
export function historyCsv(history: Readonly<Record<string, readonly number[]>>): string {
  const names = Object.keys(history);
  const epochs = Math.max(0, ...names.map((name) => history[name]?.length ?? 0));
  const rows = Array.from({ length: epochs }, (_, epoch) =>
    [epoch, ...names.map((name) => history[name]?.[epoch] ?? "")].join(","),
  );
  return `${[["epoch", ...names].join(","), ...rows].join("\n")}\n`;
}
