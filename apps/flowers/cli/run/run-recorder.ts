/** Writes a training's history down after every epoch, and keeps its speed. */
import { readFile } from "node:fs/promises";
import {
  type CallbackState,
  type Logs,
  type ResumableCallback,
  TrainerCallback,
} from "@flowers/training";
import { historyWith } from "../../tutorial/history-with";
import type { ModelKind } from "../../tutorial/model-kinds";
import type { RunFolder } from "./run-folder";

/** A resumed run has the speed of all its parts: `BackupAndRestore` keeps it. */
export class RunRecorder extends TrainerCallback implements ResumableCallback {
  readonly readsWeights = false;
  readonly chiefOnly = true;
  readonly #folder: RunFolder;
  readonly #kind: ModelKind;
  readonly #name: string;
  #epochSeconds: number[] = [];
  #trainSeconds: number[] = [];
  #epochStart = performance.now();
  #lastBatchEnd = performance.now();
  #isResumed = false;

  /** @param name of the history's files */
  constructor(folder: RunFolder, kind: ModelKind, name = "history") {
    super();
    this.#name = name;
    this.#folder = folder;
    this.#kind = kind;
  }

  /** Mean over the epochs, validation included. */
  get secondsPerEpoch(): number {
    return mean(this.#epochSeconds);
  }

  /** Mean over the epochs after the first, validation excluded; the first decodes the photos and warms up. */
  get trainingSecondsPerEpoch(): number {
    return mean(this.#trainSeconds.length > 1 ? this.#trainSeconds.slice(1) : this.#trainSeconds);
  }

  onTrainBegin(): void {
    this.#epochStart = performance.now();
  }

  onEpochBegin(): void {
    this.#epochStart = performance.now();
  }

  async onTrainBatchBegin(): Promise<void> {
    if (!this.#isResumed) return;
    this.#isResumed = false;
    await this.#dropRepeatedRows();
  }

  onTrainBatchEnd(): void {
    this.#lastBatchEnd = performance.now();
  }

  async onEpochEnd(_epoch: number, logs: Logs): Promise<void> {
    this.#epochSeconds.push((performance.now() - this.#epochStart) / 1000);
    this.#trainSeconds.push((this.#lastBatchEnd - this.#epochStart) / 1000);
    await this.#folder.writeJson(
      `${this.#kind}/${this.#name}.json`,
      historyWith(this.trainer, logs),
    );
  }

  getState(): CallbackState {
    return { values: { epochSeconds: this.#epochSeconds, trainSeconds: this.#trainSeconds } };
  }

  setState({ values }: CallbackState): void {
    this.#epochSeconds = [...(values["epochSeconds"] as number[])];
    this.#trainSeconds = [...(values["trainSeconds"] as number[])];
    this.#isResumed = true;
  }

  /** A killed run may have logged an epoch that is not in its saved state, and that is therefore trained again. */
  async #dropRepeatedRows(): Promise<void> {
    const name = `${this.#kind}/${this.#name}.csv`;
    const text = await readFile(this.#folder.at(name), "utf8").catch(() => "");
    const epochs = this.trainer.history?.epoch.length ?? 0;
    const rows = text.split("\n").slice(0, 1 + epochs);
    if (text.split("\n").length > rows.length + 1)
      await this.#folder.write(name, `${rows.join("\n")}\n`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
