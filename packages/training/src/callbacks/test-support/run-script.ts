/** Plays a fixed sequence of epoch values to a callback, as the script that made the goldens did with Keras's. */
import type { Callback, Logs } from "../callback";
import { ScriptedTrainer } from "./memory-store";

/** What a scripted run left. */
export interface ScriptResult {
  readonly ran: number;
  readonly weight: number;
  readonly rates: readonly number[];
  readonly logs: readonly Logs[];
}

/** Ten epochs of three batches; the only weight is the epoch's number; null in the sequence is NaN. */
export async function runScript(
  callback: Callback,
  sequence: readonly (number | null)[],
  monitor = "val_loss",
): Promise<ScriptResult> {
  const trainer = new ScriptedTrainer();
  const rates: number[] = [];
  const kept: Logs[] = [];
  let ran = 0;
  callback.setTrainer?.(trainer);
  await callback.onTrainBegin?.({});
  for (const [epoch, item] of sequence.entries()) {
    const value = item ?? NaN;
    trainer.weight = epoch;
    await callback.onEpochBegin?.(epoch, {});
    for (let batch = 0; batch < 3; batch++) {
      trainer.position = { epoch, batch: batch + 1 };
      await callback.onTrainBatchEnd?.(batch, { loss: value });
    }
    const logs: Logs = { loss: value + 0.01, [monitor]: value };
    await callback.onEpochEnd?.(epoch, logs);
    kept.push(logs);
    rates.push(trainer.optimizer.learningRate);
    ran = epoch + 1;
    if (trainer.stopTraining) break;
  }
  await callback.onTrainEnd?.({});
  const result = { ran, weight: trainer.weight, rates, logs: kept };
  trainer.model.dispose();
  return result;
}
