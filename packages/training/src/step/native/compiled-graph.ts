/**
 * A training step as one TensorFlow graph: `tf.function` for native TensorFlow.js. A step is run eagerly once and recorded;
 * from then on the recorded ops run as one graph in one session, with the variables held by that session. TensorFlow then
 * plans memory, fuses convolution, bias and activation, and updates the variables in place.
 *
 * The session's variables are the truth between {@link CompiledGraph.push} and {@link CompiledGraph.pull}.
 */
import * as tf from "@tensorflow/tfjs";
import { currentCluster } from "../../cluster/current-cluster";
import { workerIsLost } from "../../cluster/lost-worker";
import type { GraphNode } from "./graph";
import { graphOfSteps } from "./graph-of-steps";
import type { NativeBackend } from "./native-backend";
import { pooledOps, withPooledConvolutions } from "./pooled-convolutions";
import { type NamedTensors, type RecordedStep, recordStep, type StepResult } from "./recorded-step";
import { repeatsHostTensors } from "./recording";
import { Session } from "./session";

export type { NamedTensors, StepResult } from "./recorded-step";

let owners = 0;

/** A name for the variables of one session among all of a server. */
function newOwner(): string {
  owners += 1;
  return `session_${owners}/`;
}

export class CompiledGraph {
  readonly #backend: NativeBackend;
  readonly #variables: readonly tf.Variable[];
  readonly #steps = new Map<string, RecordedStep>();
  #session: Session | undefined;
  /** Tensor ids of the variables when session and `tf.Variable`s last agreed; another id means that somebody wrote one. */
  #agreed: readonly number[] = [];

  /** @param variables everything that a step reads and may change */
  constructor(backend: NativeBackend, variables: readonly tf.Variable[]) {
    this.#backend = backend;
    this.#variables = variables;
  }

  has(key: string): boolean {
    return this.#steps.has(key);
  }

  /**
   * Runs a step eagerly and records it under `key`; from then on {@link run} can run it. `tf.Variable`s must be current
   * (call {@link pull} first). The tensors in `inputs`, and those that the step says it was fed, are what {@link run} will
   * be given again; anything else that the step reads must be a variable or a small constant.
   *
   * The step's large results, and what it made of large tensors, are good for their shapes only: {@link run} computes them.
   *
   * @returns `refusal` says why the step was not recorded, if so
   */
  record(
    key: string,
    inputs: NamedTensors,
    step: () => StepResult,
  ): { outputs: NamedTensors; refusal?: string } {
    this.#closeSession();
    const { outputs, recorded, refusal } = this.#record(inputs, step);
    if (refusal !== null) return { outputs, refusal };
    this.#steps.set(key, recorded);
    return { outputs };
  }

  /**
   * Whether a step does the same once more as when it was recorded. One that draws random numbers on the host does not,
   * and cannot be compiled. The results are disposed of.
   */
  repeats(key: string, inputs: NamedTensors, step: () => StepResult): boolean {
    const { outputs, recorded } = this.#record(inputs, step);
    tf.dispose(outputs);
    const first = this.#steps.get(key);
    return first !== undefined && repeatsHostTensors(first.recording, recorded.recording);
  }

  #record(inputs: NamedTensors, step: () => StepResult): ReturnType<typeof recordStep> {
    const [backend, variables] = [this.#backend, this.#variables];
    return recordStep({ backend, variables, inputs }, step);
  }

  /**
   * Builds the graph if it is not there and copies the variables into its session.
   *
   * @throws NotCompilable when a recorded step reads a tensor that it may not
   */
  push(): void {
    this.#session ??= new Session(this.#backend, this.#graph(currentCluster() ? newOwner() : ""));
    this.#write(this.#session, new Map(this.#variables.entries()));
  }

  /** All recorded steps as one graph, as it is run. */
  get nodes(): readonly GraphNode[] {
    return this.#graph("");
  }

  #graph(owner: string): readonly GraphNode[] {
    const shapes = this.#variables.map(({ shape }) => shape);
    const nodes = graphOfSteps(shapes, this.#steps, owner);
    const known = this.#backend.graphOps;
    return known && pooledOps.every((op) => known.has(op)) ? withPooledConvolutions(nodes) : nodes;
  }

  #write(session: Session, variables: ReadonlyMap<number, tf.Variable>): void {
    session.write(variables);
    this.#agreed = this.#variables.map((variable) => this.#idOf(variable));
  }

  /**
   * Copies the session's variables back into the `tf.Variable`s. One that was written since, by a step that ran eagerly or
   * by a callback, is newer than the session's and stays.
   */
  pull(): void {
    const session = this.#session;
    if (!session || workerIsLost()) return;
    const written = this.#written();
    const stale = [...this.#variables.entries()].filter(([i]) => !written.has(i));
    if (stale.length === 0) return;
    const values = session.read(stale.map(([i]) => i));
    const agreed = [...this.#agreed];
    stale.forEach(([i, variable], k) => {
      const value = values[k];
      if (value) tf.tidy(() => variable.assign(tf.reshape(value, variable.shape)));
      agreed[i] = this.#idOf(variable);
    });
    tf.dispose(values);
    this.#agreed = agreed;
  }

  /** Variables that were written since they agreed with the session's, by their places. */
  #written(): ReadonlyMap<number, tf.Variable> {
    const all = [...this.#variables.entries()];
    return new Map(all.filter(([i, variable]) => this.#idOf(variable) !== this.#agreed[i]));
  }

  #idOf(tensor: tf.Tensor): number {
    return this.#backend.getInputTensorIds([tensor])[0] ?? -1;
  }

  /**
   * Runs a recorded step in the session. Variables that were written since are copied into it first. The caller owns the
   * outputs and still owns the inputs.
   */
  run(key: string, inputs: NamedTensors): NamedTensors {
    const [step, session] = [this.#steps.get(key), this.#session];
    if (!step) throw new Error(`CompiledGraph.run: no step "${key}" is recorded.`);
    if (!session) throw new Error("CompiledGraph: push() comes before run().");
    const written = this.#written();
    if (written.size > 0) this.#write(session, written);
    const feeds = step.inputs.map(({ name }) => {
      const tensor = inputs[name];
      if (!tensor) throw new Error(`CompiledGraph.run: step "${key}" lacks its input "${name}".`);
      return [`${key}/in/${name}`, tensor] as const;
    });
    const values = session.run(
      feeds,
      step.outputs.map(({ name }) => `${key}/out/${name}`),
    );
    return Object.fromEntries(
      step.outputs.flatMap(({ name }, k) => {
        const value = values[k];
        return value ? [[name, value]] : [];
      }),
    );
  }

  /** Ends the session and forgets the recordings. The `tf.Variable`s stay with their owner. */
  dispose(): void {
    this.#closeSession();
    this.#steps.clear();
  }

  #closeSession(): void {
    this.#session?.close();
    this.#session = undefined;
  }
}
