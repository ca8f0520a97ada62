/** Tells how a run goes, stores what it has come to, and lets it be held and ended between two batches. */
import type { BackupAndRestore, Callback, Logs } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { isTransferKind } from "../../../tutorial/model-kinds";
import { historyWith } from "../../../tutorial/history-with";
import { type Curves, emptyRecord, type ModelRecord, type TrainingEvent } from "../contract";
import { type StoredRun, storeRun } from "../storage/run-store";
import type { Gate } from "./gate";
import { PaceMeter } from "./pace";
import type { PreparedRun } from "./prepare-run";

/** Between two reports of batches. */
const reportEveryMs = 100;

/** Between two checkpoints within an epoch; there is one after each epoch, too. */
const checkpointEveryMs = 30_000;

/** The same of a head, whose epochs take moments: it has no other checkpoints. */
const headCheckpointEveryMs = 1000;

/** A callback of one run. It goes before the backup, which saves at the end of each epoch. */
export class RunReporter implements Callback {
  readonly readsWeights = false;
  readonly #pace: PaceMeter;
  /** What was told last; a run that is continued begins with that of the visit before. */
  #history: Curves;
  #epochSeconds: readonly number[];
  #epoch = 0;
  #reportedAt = 0;
  #savedAt = performance.now();
  #keptAt = 0;
  readonly #isHead: boolean;

  constructor(
    private readonly run: PreparedRun,
    private readonly gate: Gate,
    private readonly backup: BackupAndRestore,
    private readonly tell: (event: TrainingEvent) => void,
  ) {
    this.#pace = new PaceMeter(run.stepsPerEpoch, run.epochs);
    this.#isHead = isTransferKind(run.kind);
    this.#history = run.history;
    this.#epochSeconds = run.epochSeconds;
  }

  /** What the run has come to by now. */
  record(status: ModelRecord["status"]): ModelRecord {
    const { epochs, model, backend, pictures } = this.run;
    return {
      ...emptyRecord,
      status,
      history: this.#history,
      epochs,
      parameters: model.countParams(),
      backend: backend.name,
      imagesPerSecond: this.#pace.meanSpeed(),
      epochSeconds: this.#epochSeconds,
      lookingSeconds: this.run.data.lookingSeconds,
      trainedOn: pictures.content,
    };
  }

  /** A record with what it was made with. */
  stored(record: ModelRecord): StoredRun {
    const { settings, pictures } = this.run;
    return { settings, picturesId: pictures.content, classNames: pictures.classNames, record };
  }

  onTrainBegin(): Promise<void> {
    this.#pace.beginEpoch(performance.now());
    return this.#keep();
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
    this.#pace.beginEpoch(performance.now());
  }

  async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    const { settings, trainer, trainingSamples, stepsPerEpoch } = this.run;
    const images = Math.min(settings.batchSize, trainingSamples - batch * settings.batchSize);
    this.#epoch = trainer.position.epoch; // a run that is continued may begin within an epoch
    const now = performance.now();
    const pace = this.#pace.endBatch(now, this.#epoch, batch, images);
    const isLast = batch + 1 === stepsPerEpoch;
    if (now - this.#reportedAt >= reportEveryMs || isLast) {
      this.#reportedAt = now;
      this.#tellBatch(batch, logs, pace);
    }
    const isWanted = this.gate.takeSave() || this.gate.isHeld;
    if (isWanted || (now - this.#savedAt >= this.#saveEveryMs && !isLast)) {
      await this.backup.save();
      this.#savedAt = performance.now();
    }
    if (this.gate.isHeld) await this.#rest(now);
    if (this.gate.stopped) trainer.stopTraining = true;
  }

  onTestBegin(): void {
    this.#pace.beginValidation(performance.now());
    this.tell({ type: "validating", kind: this.run.kind, epoch: this.#epoch });
  }

  onTestEnd(): void {
    this.#pace.endValidation(performance.now());
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    this.#history = historyWith(this.run.trainer, logs);
    const seconds = this.#pace.epochSeconds(this.run.trainingSamples);
    this.#epochSeconds = [...this.#epochSeconds.slice(0, epoch), seconds];
    if (!this.#isHead) this.#savedAt = performance.now(); // the backup saves right after
    if (!this.#isHead || performance.now() - this.#keptAt >= headCheckpointEveryMs)
      await this.#keep();
    this.tell({
      type: "epoch",
      kind: this.run.kind,
      epoch,
      history: this.#history,
      epochSeconds: this.#epochSeconds,
    });
  }

  get #saveEveryMs(): number {
    return this.#isHead ? headCheckpointEveryMs : checkpointEveryMs;
  }

  #keep(): Promise<void> {
    this.#keptAt = performance.now();
    return storeRun(this.run.kind, this.stored(this.record("unfinished")));
  }

  #tellBatch(batch: number, logs: Logs, pace: ReturnType<PaceMeter["endBatch"]>): void {
    this.tell({
      type: "batch",
      kind: this.run.kind,
      epoch: this.#epoch,
      batch: batch + 1,
      loss: logs["loss"] ?? Number.NaN,
      accuracy: logs["accuracy"] ?? Number.NaN,
      ...pace,
      tensorBytes: tf.memory().numBytes,
    });
  }

  /** Waits until the run may continue. */
  async #rest(since: number): Promise<void> {
    const { kind } = this.run;
    this.tell({ type: "paused", kind });
    await this.gate.pass();
    this.#pace.rest(performance.now() - since);
    if (!this.gate.stopped) this.tell({ type: "continued", kind });
  }
}
