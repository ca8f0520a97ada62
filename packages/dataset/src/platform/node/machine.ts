/** What this machine offers. */
import { availableParallelism, freemem } from "node:os";

export function decodeParallelism(): number {
  return Math.max(1, availableParallelism());
}

/** An eighth of the free memory: read-ahead must not push the training step into swap. */
export function readAheadBudgetBytes(): number {
  return freemem() / 8;
}
