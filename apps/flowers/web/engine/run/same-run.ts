/** Whether an unfinished run may be continued. */
import type { ModelKind, Settings } from "../contract";
import { isTransferKind } from "../../../tutorial/model-kinds";
import type { StoredRun } from "../storage/run-store";

/** Only the same pictures and settings continue it; the epochs of the other model do not matter to the plain one. */
export function isSameRun(
  kind: ModelKind,
  stored: StoredRun | null,
  settings: Settings,
  picturesId: string,
): boolean {
  if (stored?.record.status !== "unfinished" || stored.picturesId !== picturesId) return false;
  const matters = ({ imageSize, batchSize, seed, backend, epochs, cache }: Settings): string =>
    JSON.stringify([
      ...(isTransferKind(kind) ? [] : [imageSize, cache]),
      batchSize,
      seed,
      backend,
      epochs[kind],
      kind === "augmented" ? epochs.baseline : null,
    ]);
  return matters(stored.settings) === matters(settings);
}
