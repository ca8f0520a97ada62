/** Which rows of a global batch are a worker's: contiguous pieces, as even as they can be. The one home of this rule. */
import type { BatchRows } from "@flowers/random";
import type { CurrentCluster } from "./current-cluster";
import { TrainingError } from "../errors";
import { show } from "../options";

export type { BatchRows };

/** A worker's rows of a batch of a given size. */
export type RowsOf = (globalBatch: number) => BatchRows;

/**
 * Cuts a global batch for one worker: the first `globalBatch % workers` workers get one row more than the others. A batch
 * smaller than the cluster leaves the last workers none.
 *
 * @example
 * ```ts
 * rowsOf(0, 3, 8); // { start: 0, count: 3, of: 8 }
 * rowsOf(2, 3, 8); // { start: 6, count: 2, of: 8 }
 * ```
 */
export function rowsOf(worker: number, workers: number, globalBatch: number): BatchRows {
  const counts = { worker, workers, globalBatch };
  const wrong = Object.entries(counts).find(
    ([name, count]) => !Number.isInteger(count) || count < (name === "workers" ? 1 : 0),
  );
  if (wrong || worker >= workers) {
    const [name, count] = wrong ?? ["worker", worker];
    throw new TrainingError(
      "invalid-argument",
      `rowsOf: expected whole numbers, the worker's below that of workers; received ${name}=${show(count)} of ${show(workers)}.`,
    );
  }
  const least = Math.floor(globalBatch / workers);
  const longer = globalBatch % workers;
  const start = worker * least + Math.min(worker, longer);
  return { start, count: least + (worker < longer ? 1 : 0), of: globalBatch };
}

/** The cut for this process; undefined where it trains by itself. */
export function workerRows(cluster: CurrentCluster | undefined): RowsOf | undefined {
  return cluster && ((globalBatch) => rowsOf(cluster.index, cluster.workers, globalBatch));
}
