/** Joins a training to the other machines that compute it. */
import { type Cluster, findNative, joinCluster } from "@flowers/backend";
import type { Narrator } from "../narrator";
import { UserError } from "../user-error";
import type { BackendChoice } from "./backend-choice";
import { chooseBackend } from "./choose-backend";

export interface JoinOptions {
  readonly backend: BackendChoice;
  /** Seconds that others are waited for. */
  readonly timeout: number;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/**
 * Joins the cluster of `TF_CONFIG`; says who is waited for, and that the port is open.
 *
 * @throws UserError for a backend that cannot; BackendError as `joinCluster` does
 */
export async function join({ backend, timeout, narrator, signal }: JoinOptions): Promise<Cluster> {
  if (backend !== "auto" && backend !== "tensorflow") {
    throw new UserError(`--cluster: the backend "${backend}" cannot train on several machines.`, {
      remedy: "Leave --backend out: a cluster computes with native TensorFlow.",
    });
  }
  if (!findNative()) await chooseBackend("tensorflow", narrator, signal);
  signal.throwIfAborted();
  narrator.say(
    "Joining the cluster. Its port is open on every network interface and asks for no password: keep it in a private network.",
  );
  // What TensorFlow's threads write about a lost worker, our sentence says.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "3";
  let told = "";
  const cluster = await joinCluster({
    timeout,
    onProgress: ({ missing, addresses }) => {
      const who = missing.map((place, i) => `worker ${place} at ${addresses[i] ?? ""}`).join(", ");
      if (who !== "" && who !== told) narrator.say(`Waiting for ${who} ...`);
      told = who;
    },
  });
  signal.throwIfAborted();
  const { workers, index, isChief } = cluster;
  narrator.say(
    `Worker ${index} of ${workers}${isChief ? ": the chief, which alone writes files" : ""}`,
  );
  return cluster;
}
