/** What the page may use. */

/** More workers than this gain little and each holds a few megabytes. */
const mostWorkers = 8;

export function decodeParallelism(): number {
  return Math.min(mostWorkers, Math.max(1, navigator.hardwareConcurrency));
}

/** A page may use far less memory than the machine has; 256 MB is what phones bear. */
export function readAheadBudgetBytes(): number {
  return 256 * 2 ** 20;
}

/** New memory: the page's engine reuses it well enough, and shared memory is not to be had on every page. */
export function pixelFloats(length: number): Promise<Float32Array> {
  return Promise.resolve(new Float32Array(length));
}

export function keepPixels(): void {
  // The engine counts what is in use itself.
}
