/** What an error of TensorFlow's collective operations means, in one sentence. */
import { TrainingError } from "../errors";
import type { CurrentCluster } from "./current-cluster";

let lost = false;

/** Whether a worker was lost: nothing that this process has in TensorFlow's server may be waited for any more. */
export function workerIsLost(): boolean {
  return lost;
}

/** Messages of TensorFlow when somebody is gone, does not answer, or has ended the step. */
const gone =
  /collective|connection|socket closed|timed? ?out|deadline|recvmsg|unavailable|cancelled|aborted|failed to connect|end of file|worker/i;

/**
 * An error of a step that ran with others, as what it says of them. One that has nothing to do with them comes back as it is.
 */
export async function clusterError(cluster: CurrentCluster, error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || TrainingError.is(error)) return error;
  const text = error.message;
  if (
    /shape mismatch in the collective|inconsistent|mismatch/i.test(text) &&
    /collective/i.test(text)
  ) {
    lost = true;
    return new TrainingError(
      "cluster-mismatch",
      "The workers do not train the same: their steps add up tensors of different shapes.",
      { cause: error },
    );
  }
  if (!gone.test(text)) return error;
  lost = true;
  const places = await cluster.unreachable();
  const who = places.map((place) => `worker ${place} at ${cluster.addresses[place] ?? ""}`);
  const message =
    who.length > 0
      ? `${who.join(", ")} ${who.length === 1 ? "was" : "were"} lost during training.`
      : `A worker stopped answering during training: nothing came within ${cluster.timeout} seconds, or it left.`;
  return new TrainingError("worker-lost", `${message[0]?.toUpperCase()}${message.slice(1)}`, {
    cause: error,
  });
}
