/** Keeps a training's history and speed, and writes the history down after every epoch. */
import { readFile } from "node:fs/promises";
import type { Callback, CallbackState, Logs, ResumableCallback } from "@flowers/training";
import type { ModelKind } from "../../tutorial/model-kinds";
import type { RunFolder } from "./run-folder";

/** A resumed run has the history and the speed of all its parts: give it to `BackupAndRestore`. */
export class RunRecorder implements Callback, ResumableCallback {
  readonly readsWeights = false;
  /** One value per epoch for each name, in Keras's alphabetical order. */
  history: Record<string, number[]> = {};
  #epochSeconds: number[] = [];
  #trainSeconds: number[] = [];
  #epochStart = performance.now();
  #lastBatchEnd = performance.now();
  #isResumed = false;

  constructor(
    private readonly folder: RunFolder,
    private readonly kind: ModelKind,
  ) {}

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
    for (const [name, value] of Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : 1)))
      (this.history[name] ??= []).push(value);
    await this.folder.writeJson(`${this.kind}/history.json`, this.history);
  }

  getState(): CallbackState {
    return {
      values: {
        history: this.history,
        epochSeconds: this.#epochSeconds,
        trainSeconds: this.#trainSeconds,
      },
    };
  }

  setState({ values }: CallbackState): void {
    this.history = structuredClone(values["history"]) as Record<string, number[]>;
    this.#epochSeconds = [...(values["epochSeconds"] as number[])];
    this.#trainSeconds = [...(values["trainSeconds"] as number[])];
    this.#isResumed = true;
  }

  /** A killed run may have logged an epoch that is not in its saved state, and that is therefore trained again. */
  async #dropRepeatedRows(): Promise<void> {
    const name = `${this.kind}/history.csv`;
    const text = await readFile(this.folder.at(name), "utf8").catch(() => "");
    const rows = text.split("\n").slice(0, 1 + (this.history["loss"]?.length ?? 0));
    if (text.split("\n").length > rows.length + 1)
      await this.folder.write(name, `${rows.join("\n")}\n`);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
