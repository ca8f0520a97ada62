/** What a training leaves in the run folder and on the screen; a worker beside the chief leaves nothing. */
import {
  BackupAndRestore,
  type Callback,
  CSVLogger,
  type FitOptions,
  ModelCheckpoint,
} from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { ModelKind } from "../../tutorial/model-kinds";
import type { Run } from "./run";
import type { RunRecorder } from "./run-recorder";
import { TimedBackup } from "./timed-backup";

/** What `fit` is told to write and to show. */
export function keptBy(
  { folder, narrator }: Run,
  callbacks: () => readonly Callback[],
): Pick<FitOptions, "callbacks" | "verbose"> {
  if (folder.mode === "absent") return { verbose: 0 };
  return { callbacks: callbacks(), verbose: narrator.json ? 0 : "auto" };
}

/** Names within the model's part of the run folder. */
export interface KeptNames {
  readonly recorder: RunRecorder;
  /** The history, a line for each epoch. */
  readonly log: string;
  readonly backup: string;
  /** What checkpoints save, where it is not the model that is trained. */
  readonly model?: tf.LayersModel;
}

/**
 * For a training that takes long: its history and the model after every epoch, and the state that continuing needs twice a
 * minute.
 */
export function keptOften(
  run: Run,
  kind: ModelKind,
  { recorder, log, backup, model }: KeptNames,
): {
  readonly options: Pick<FitOptions, "callbacks" | "verbose" | "signal">;
  /** Null beside the chief. */
  readonly checkpoint: ModelCheckpoint | null;
} {
  const { folder, signal } = run;
  if (folder.mode === "absent")
    return { options: { ...keptBy(run, () => []), signal }, checkpoint: null };
  const file = folder.at(`${kind}/checkpoint/model.json`);
  const checkpoint = new ModelCheckpoint(file, model ? { model } : {});
  const state = new BackupAndRestore(folder.at(`${kind}/${backup}`), {
    deleteCheckpoint: false, // a run that is continued later needs it to find its place again
  });
  const timed = new TimedBackup(state, signal);
  const logger = new CSVLogger(folder.at(`${kind}/${log}`), { append: true, lineEnd: "\n" });
  const callbacks = [recorder, logger, checkpoint, timed, state];
  return { options: { ...keptBy(run, () => callbacks), signal: timed.saved }, checkpoint };
}
