import type { BackupAndRestore } from "@flowers/training";
import { expect, it } from "vitest";
import { TimedBackup } from "./timed-backup";

function counted(): { readonly backup: BackupAndRestore; readonly saves: () => number } {
  let saves = 0;
  const save = (): Promise<void> => Promise.resolve(void saves++);
  return { backup: { save } as unknown as BackupAndRestore, saves: () => saves };
}

it("saves at the batch during which the user asked to stop, though the batch kept the thread busy", async () => {
  const { backup, saves } = counted();
  const controller = new AbortController();
  const timed = new TimedBackup(backup, controller.signal);
  await timed.onTrainBatchEnd();
  expect(saves()).toBe(0);
  setImmediate(() => controller.abort()); // as a signal, which is heard of when the thread is free
  await timed.onTrainBatchEnd();
  expect(saves()).toBe(1);
  expect(timed.saved.aborted).toBe(true);
});

it("lets a run stop only when its state is saved, whenever the user asks", async () => {
  const { backup, saves } = counted();
  const controller = new AbortController();
  const timed = new TimedBackup(backup, controller.signal);
  await timed.onTrainBatchEnd();
  controller.abort(); // between two batches, after this callback's turn
  expect(timed.saved.aborted).toBe(false);
  await timed.onTrainBatchEnd();
  expect([saves(), timed.saved.aborted]).toEqual([1, true]);
});
