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

/** How TensorFlow says that nobody left and somebody did not come in time; the log that it appends may say anything. */
const late = /^(?:(?!Recent warning)[^])*timed out/;

/** Fifty times what a machine under load was seen to need to close the port of a process that was killed. */
const closingMs = 5000;
const askAgainMs = 100;

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
  const places = await whoLeft(cluster, late.test(text) ? 0 : closingMs);
  const who = places.map((place) => `worker ${place} at ${cluster.addresses[place] ?? ""}`);
  const message =
    who.length > 0
      ? `${who.join(", ")} ${who.length === 1 ? "was" : "were"} lost during training.`
      : `A worker stopped answering during training: nothing came within ${cluster.timeout} seconds, or it left.`;
  return new TrainingError("worker-lost", `${message[0]?.toUpperCase()}${message.slice(1)}`, {
    cause: error,
  });
}

/** Places of the workers that are gone. A process that ends loses its connections before its port is closed. */
async function whoLeft(cluster: CurrentCluster, waitMs: number): Promise<readonly number[]> {
  const start = performance.now();
  for (;;) {
    const places = await cluster.unreachable();
    if (places.length > 0 || performance.now() - start >= waitMs) return places;
    await new Promise((done) => setTimeout(done, askAgainMs));
  }
}
