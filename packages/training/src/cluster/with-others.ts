/** Runs something that may wait for other workers. */
import type { CurrentCluster } from "./current-cluster";
import { clusterError } from "./lost-worker";

/** What work gives; an error that comes of another worker says so. */
export async function withOthers<T>(
  cluster: CurrentCluster | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!cluster) return work();
  try {
    return await work();
  } catch (error) {
    throw await clusterError(cluster, error);
  }
}
