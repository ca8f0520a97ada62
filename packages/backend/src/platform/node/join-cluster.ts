/** Joins this process to a cluster: the server first, so that others find it, then a wait for all of them. */
import { connect } from "node:net";
import * as tf from "@tensorflow/tfjs";
import type { Cluster, JoinClusterOptions, JoinedCluster } from "../../cluster/cluster";
import { serverDef, sessionConfig } from "../../cluster/server-def";
import { type ClusterPlan, readTfConfig } from "../../cluster/tf-config";
import { BackendError } from "../../errors";

/** What native/cluster.cc adds to the binding; absent where it could not be compiled. */
interface ClusterBinding {
  readonly TF_Version: string;
  startServer?(serverDef: Uint8Array, sessionConfig: Uint8Array, deadlineSeconds: number): void;
  leaveServer?(): void;
}

interface ClusterBackend {
  readonly binding: ClusterBinding;
  cluster?: JoinedCluster | undefined;
}

const defaultTimeout = 600;
/** TensorFlow's own timeouts come first, for their messages say more than that a run did not end. */
const graceSeconds = 5;
const attemptMs = 1000;
let served = false;

/** @param useNative makes native TensorFlow the backend of tfjs */
export async function joinCluster(
  { tfConfig = process.env["TF_CONFIG"], timeout = defaultTimeout, onProgress }: JoinClusterOptions,
  useNative: () => Promise<unknown>,
): Promise<Cluster> {
  if (tfConfig === undefined || tfConfig.trim() === "") {
    throw new BackendError("invalid-argument", "joinCluster: TF_CONFIG is not set.", {
      remedy:
        "Set TF_CONFIG to the addresses of all workers and this one's place, as Keras documents it.",
    });
  }
  const plan = readTfConfig(tfConfig);
  await useNative();
  const backend = tf.backend() as unknown as ClusterBackend;
  startServer(backend.binding, plan, timeout);
  await waitForAll(plan, timeout, onProgress);
  const { length: workers } = plan.addresses;
  const joined: JoinedCluster = {
    ...{ workers, index: plan.index, addresses: plan.addresses, timeout },
    version: backend.binding.TF_Version,
    unreachable: () => unreachable(plan),
  };
  backend.cluster = joined;
  return {
    ...{ workers, index: plan.index, isChief: plan.index === 0 },
    dispose: () => {
      if (backend.cluster !== joined) return;
      backend.cluster = undefined;
      backend.binding.leaveServer?.();
    },
  };
}

function startServer(binding: ClusterBinding, plan: ClusterPlan, timeout: number): void {
  if (served) {
    throw new BackendError(
      "unavailable",
      "joinCluster: this process joined a cluster before, and can do so once.",
      {
        remedy: "Start a new process for each cluster.",
      },
    );
  }
  if (!binding.startServer) {
    throw new BackendError(
      "unavailable",
      "joinCluster: this native TensorFlow was built without its server.",
      {
        remedy: "Run `npx flowers-backend install --force`.",
      },
    );
  }
  const own = plan.addresses[plan.index] ?? "";
  try {
    binding.startServer(serverDef(plan), sessionConfig(plan), timeout + graceSeconds);
    served = true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackendError(
      "unavailable",
      `joinCluster: TensorFlow's server does not start on port ${portOf(own)}: ${reason}.`,
      {
        remedy: `Check with \`ss -ltnp\` that no other program listens on port ${portOf(own)}, or name another port in TF_CONFIG on all workers.`,
        cause: error,
      },
    );
  }
}

/** @throws BackendError `worker-lost` when somebody does not answer in time */
async function waitForAll(
  plan: ClusterPlan,
  timeout: number,
  onProgress: JoinClusterOptions["onProgress"],
): Promise<void> {
  const start = performance.now();
  for (;;) {
    const missing = await unreachable(plan);
    const addresses = missing.map((place) => plan.addresses[place] ?? "");
    const seconds = (performance.now() - start) / 1000;
    onProgress?.({ missing, addresses, seconds });
    if (missing.length === 0) return;
    if (seconds >= timeout) {
      const who = missing.map((place, i) => `worker ${place} at ${addresses[i] ?? ""}`).join(", ");
      throw new BackendError(
        "worker-lost",
        `joinCluster: ${who} ${missing.length === 1 ? "does" : "do"} not answer within ${timeout} seconds.`,
      );
    }
    await new Promise((done) => setTimeout(done, Math.min(attemptMs, timeout * 100)));
  }
}

/** Places of the others that do not accept a connection now. */
async function unreachable({ addresses, index }: ClusterPlan): Promise<readonly number[]> {
  const answers = await Promise.all(
    addresses.map((address, place) =>
      place === index ? Promise.resolve(true) : answersAt(address),
    ),
  );
  return answers.flatMap((answered, place) => (answered ? [] : [place]));
}

function answersAt(address: string): Promise<boolean> {
  const host = address.slice(0, address.lastIndexOf(":")).replace(/^\[|\]$/g, "");
  return new Promise((done) => {
    const socket = connect({ host, port: portOf(address) });
    const end = (answered: boolean): void => {
      socket.destroy();
      done(answered);
    };
    socket.setTimeout(attemptMs, () => end(false));
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}
