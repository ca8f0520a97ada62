/** Reports a phase's bytes at a bearable rate. */
import type { NativeProgress } from "../../native-types";

const intervalMs = 100;

/** A function that reports `receivedBytes`: the first, the last (when the total is known), and a few a second between. */
export function progressReporter(
  onProgress: ((progress: NativeProgress) => void) | undefined,
  phase: Omit<NativeProgress, "receivedBytes">,
): (receivedBytes: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (receivedBytes) => {
    const now = performance.now();
    if (now - last < intervalMs && receivedBytes !== phase.totalBytes) return;
    last = now;
    onProgress?.({ ...phase, receivedBytes });
  };
}
