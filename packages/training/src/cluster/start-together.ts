/** The start of a run on a cluster: all workers have the same program and data, then the same state. */
import type * as tf from "@tensorflow/tfjs";
import { decodeSafetensors, encodeSafetensors } from "@flowers/files";
import { getRandomState, setRandomState } from "@flowers/random";
import type { Callback } from "../callbacks/callback";
import { isResumable, type ResumableCallback } from "../callbacks/messages";
import { decodeRunState, encodeRunState } from "../callbacks/run-state-file";
import type { TrainingData } from "../data/batch-source";
import { fromChief, sumOverWorkers } from "../step/native/exchange";
import { readTensor, writeVariable } from "../tensors";
import type { RunParts } from "../trainer/run-parts";
import type { CurrentCluster } from "./current-cluster";
import { fingerprint, requireSame } from "./fingerprint";
import { requireSupported } from "./supported";

/** What a run is called with. */
export interface Call {
  readonly options: Readonly<Record<string, unknown>>;
  readonly callbacks: readonly Callback[];
  readonly data: TrainingData;
  readonly validation?: TrainingData | undefined;
}

/**
 * Makes sure that all workers train the same, and gives them the chief's global random streams, before anything draws.
 *
 * @throws TrainingError `cluster-mismatch`, `cluster-unsupported` or `worker-lost`
 */
export async function agree(
  cluster: CurrentCluster,
  { model, optimizer, objective }: RunParts,
  { options, callbacks, data, validation }: Call,
): Promise<void> {
  requireSupported(objective);
  const { version } = cluster;
  const run = {
    ...{ version, model, optimizer, objective, options, data, validation },
    callbacks: ofAll(callbacks),
  };
  const own = await fingerprint(run);
  const all = new Int32Array(own.length * cluster.workers);
  all.set(own, own.length * cluster.index);
  requireSame(await sumOverWorkers(cluster, all));
  const given = cluster.index === 0 ? encode(getRandomState()) : null;
  const bytes = await fromChief(cluster, given);
  if (given === null) setRandomState(decode(bytes) as ReturnType<typeof getRandomState>);
}

/**
 * Gives all workers the chief's weights, optimizer, position, history, random streams and counters of callbacks: after
 * `BackupAndRestore` has put back what it holds, which only the chief's has. The weights must be settled.
 *
 * @throws TrainingError `worker-lost`
 */
export async function shareState(
  cluster: CurrentCluster,
  { trainer }: RunParts,
  callbacks: readonly Callback[],
): Promise<void> {
  const resumable = ofAll(callbacks).filter((each): each is Callback & ResumableCallback =>
    isResumable(each),
  );
  if (cluster.index === 0) {
    const states = resumable.map((callback) => callback.getState());
    const state = await trainer.getState();
    await fromChief(cluster, encodeRunState({ trainer: state, callbacks: states, counter: null }));
    return;
  }
  const { trainer: state, callbacks: states } = decodeRunState(await fromChief(cluster, null));
  trainer.setState(state);
  resumable.forEach((callback, i) => {
    const own = states[i];
    if (own) callback.setState(own);
  });
}

/**
 * Gives all workers the chief's weights, for an evaluation. The weights must be settled.
 *
 * @throws TrainingError `worker-lost`
 */
export async function shareWeights(
  cluster: CurrentCluster,
  { model }: Pick<RunParts, "model">,
): Promise<void> {
  const isChief = cluster.index === 0;
  const own = await Promise.all(
    model.weights.map(({ name }, i) => readTensor(name, model.weights[i]?.read() as tf.Tensor)),
  );
  const bytes = await fromChief(
    cluster,
    isChief ? encodeSafetensors(own.map((each, i) => ({ ...each, name: String(i) }))) : null,
  );
  if (isChief) return;
  const { tensors } = decodeSafetensors(bytes);
  model.weights.forEach((weight, i) => {
    const saved = tensors.find(({ name }) => name === String(i));
    if (saved) writeVariable(weight.read() as tf.Variable, saved);
  });
}

/** Callbacks that every worker calls. */
function ofAll(callbacks: readonly Callback[]): readonly Callback[] {
  return callbacks.filter(({ chiefOnly }) => chiefOnly !== true);
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
