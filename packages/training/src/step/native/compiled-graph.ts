/**
 * A training step as one TensorFlow graph: `tf.function` for native TensorFlow.js. A step is run eagerly once and recorded;
 * from then on the recorded ops run as one graph in one session, with the variables held by that session. TensorFlow then
 * plans memory, fuses convolution, bias and activation, and updates the variables in place.
 *
 * The session's variables are the truth between {@link CompiledGraph.push} and {@link CompiledGraph.pull}.
 */
import * as tf from "@tensorflow/tfjs";
import { removeFolder, writeTemporaryFolder } from "#platform";
import { emit } from "./emit";
import { attribute, DataType, GraphBuilder } from "./graph-def";
import type { NativeBackend } from "./native-backend";
import { NotCompilable } from "./not-compilable";
import { record, type Recording } from "./recording";

/** Tensors by name; the names are the caller's. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/**
 * An update that TensorFlow has as one op, in place of the ops that the eager step ran:
 * `op(variables..., inputs..., gradient)`.
 */
export interface FusedUpdate {
  readonly op: "ResourceApplyAdam";
  /** The variable and its slots, in the op's order. */
  readonly variables: readonly tf.Variable[];
  /** Scalars after the variables: names of step inputs, or constants. */
  readonly scalars: readonly (string | number)[];
  /** The gradient, made by the step and kept (`tf.keep`); {@link CompiledGraph.record} disposes it. */
  readonly gradient: tf.Tensor;
}

export interface StepResult {
  /** What the step gives back. The caller owns these tensors. */
  readonly outputs: NamedTensors;
  /** Updates that the graph applies with one op each. The step itself must have applied them eagerly too. */
  readonly fused?: readonly FusedUpdate[];
  /**
   * Name of an output whose first value must be finite for the updates to happen. The caller of {@link CompiledGraph.record}
   * sees to that in the eager step itself.
   */
  readonly gate?: string;
}

/** A host-written tensor larger than this is taken for data, not for a constant: such a step cannot be compiled. */
const largestConstantBytes = 1 << 14;

interface RecordedStep {
  readonly recording: Recording;
  readonly inputs: readonly { name: string; id: number; shape: number[]; dtype: number }[];
  readonly outputs: readonly { name: string; id: number }[];
  /** Variables that the step assigned: the tensor id before and after. */
  readonly assigned: readonly { index: number; id: number }[];
  readonly fused: readonly {
    op: string;
    variables: number[];
    scalars: readonly (string | number)[];
    gradient: number;
  }[];
  /** Tensor id of every variable when the step began. */
  readonly before: readonly number[];
  readonly gate: string | undefined;
}

export class CompiledGraph {
  readonly #backend: NativeBackend;
  readonly #variables: readonly tf.Variable[];
  readonly #steps = new Map<string, RecordedStep>();
  #session: number | undefined;
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
   * (call {@link pull} first). The tensors in `inputs` are what {@link run} will be given anew; anything else that the
   * step reads must be a variable or a small constant.
   *
   * The step's results are good whatever comes of the recording.
   *
   * @returns `refusal` says why the step was not recorded, if so
   */
  record(
    key: string,
    inputs: NamedTensors,
    step: () => StepResult,
  ): { outputs: NamedTensors; refusal?: string } {
    this.#closeSession();
    const backend = this.#backend;
    const idOf = (tensor: tf.Tensor): number => this.#idOf(tensor);
    const before = this.#variables.map(idOf);
    const inputIds = Object.entries(inputs).map(([name, tensor]) => ({
      name,
      id: idOf(tensor),
      shape: tensor.shape,
      dtype: tensor.dtype === "int32" ? DataType.int32 : DataType.float,
    }));
    const { result, recording } = record(backend, step);
    const large = recording.hostTensors.find(
      ({ values }) => values.byteLength > largestConstantBytes,
    );
    if (large) {
      tf.dispose((result.fused ?? []).map(({ gradient }) => gradient));
      const refusal = `the step writes a tensor of shape [${large.shape.join(", ")}] from the host`;
      return { outputs: result.outputs, refusal };
    }
    const fusedVariables = new Set((result.fused ?? []).flatMap(({ variables }) => variables));
    this.#steps.set(key, {
      recording,
      before,
      gate: result.gate,
      inputs: inputIds,
      outputs: Object.entries(result.outputs).map(([name, tensor]) => ({ name, id: idOf(tensor) })),
      assigned: this.#variables.flatMap((variable, index) => {
        const id = idOf(variable);
        return id === before[index] || fusedVariables.has(variable) ? [] : [{ index, id }];
      }),
      fused: (result.fused ?? []).map(({ op, variables, scalars, gradient }) => ({
        op,
        variables: variables.map((variable) => this.#variables.indexOf(variable)),
        scalars,
        gradient: idOf(gradient),
      })),
    });
    tf.dispose((result.fused ?? []).map(({ gradient }) => gradient));
    return { outputs: result.outputs };
  }

  /**
   * Builds the graph if it is not there and copies the variables into its session.
   *
   * @throws NotCompilable when a recorded step reads a tensor that it may not
   */
  push(): void {
    this.#session ??= this.#open();
    this.#feed(this.#variables.map((_, i) => i));
  }

  /** Copies some variables into the session. */
  #feed(indices: readonly number[]): void {
    const feeds = indices.map((i) => [`var_${i}/feed`, this.#variables[i] as tf.Variable] as const);
    tf.dispose(
      this.#run(
        feeds,
        indices.map((i) => `var_${i}/fed`),
      ),
    );
    this.#agreed = this.#variables.map((variable) => this.#idOf(variable));
  }

  /**
   * Copies the session's variables back into the `tf.Variable`s; `only` limits it to some of them. One that was written
   * since, by a step that ran eagerly or by a callback, is newer than the session's and stays.
   */
  pull(only: readonly tf.Variable[] = this.#variables): void {
    if (this.#session === undefined) return;
    const written = this.#written();
    const indices = only
      .map((variable) => this.#variables.indexOf(variable))
      .filter((i) => !written.includes(i));
    if (indices.length === 0) return;
    const values = this.#run(
      [],
      indices.map((i) => `var_${i}/value`),
    );
    const agreed = [...this.#agreed];
    indices.forEach((i, k) => {
      const variable = this.#variables[i] as tf.Variable;
      const value = values[k] as tf.Tensor;
      tf.tidy(() => variable.assign(tf.reshape(value, variable.shape)));
      agreed[i] = this.#idOf(variable);
    });
    tf.dispose(values);
    this.#agreed = agreed;
  }

  /** Places of the variables that were written since they agreed with the session's. */
  #written(): number[] {
    return this.#variables.flatMap((variable, i) =>
      this.#idOf(variable) === this.#agreed[i] ? [] : [i],
    );
  }

  #idOf(tensor: tf.Tensor): number {
    return this.#backend.getInputTensorIds([tensor])[0] ?? -1;
  }

  /** Runs a recorded step in the session. Variables that were written since are copied into it first. The caller owns the outputs and still owns the inputs. */
  run(key: string, inputs: NamedTensors): NamedTensors {
    const step = this.#steps.get(key);
    if (!step) throw new Error(`CompiledGraph.run: no step "${key}" is recorded.`);
    const written = this.#written();
    if (written.length > 0) this.#feed(written);
    const feeds = step.inputs.map(({ name }) => {
      const tensor = inputs[name];
      if (!tensor) throw new Error(`CompiledGraph.run: step "${key}" lacks its input "${name}".`);
      return [`${key}/in/${name}`, tensor] as const;
    });
    const values = this.#run(
      feeds,
      step.outputs.map(({ name }) => `${key}/out/${name}`),
    );
    return Object.fromEntries(step.outputs.map(({ name }, k) => [name, values[k] as tf.Tensor]));
  }

  /** Ends the session and forgets the recordings. The `tf.Variable`s stay with their owner. */
  dispose(): void {
    this.#closeSession();
    this.#steps.clear();
  }

  #run(feeds: readonly (readonly [string, tf.Tensor])[], outputs: readonly string[]): tf.Tensor[] {
    if (this.#session === undefined) throw new Error("CompiledGraph: push() comes before run().");
    return this.#backend.runSavedModel(
      this.#session,
      feeds.map(([, tensor]) => tensor),
      feeds.map(([name]) => ({ name })),
      outputs,
    );
  }

  #closeSession(): void {
    if (this.#session === undefined) return;
    this.#backend.deleteSavedModel(this.#session);
    this.#session = undefined;
  }

  #open(): number {
    const graph = new GraphBuilder();
    const dtype = attribute.type(DataType.float);
    this.#variables.forEach(({ shape }, i) => {
      const name = graph.node(`var_${i}`, "VarHandleOp", [], {
        dtype,
        shape: attribute.shape(shape),
        shared_name: attribute.string(`var_${i}`),
        container: attribute.string(""),
      });
      const feed = graph.placeholder(`${name}/feed`, DataType.float, shape);
      graph.node(`${name}/assign`, "AssignVariableOp", [name, feed], { dtype });
      graph.node(`${name}/fed`, "Const", [`^${name}/assign`], {
        dtype,
        value: attribute.tensor(DataType.float, [], new Uint8Array(4)),
      });
      graph.node(`${name}/value`, "ReadVariableOp", [name], { dtype });
    });
    for (const [key, step] of this.#steps) this.#emitStep(graph, key, step);
    const folder = writeTemporaryFolder({ "saved_model.pb": graph.toSavedModel() });
    try {
      return this.#backend.loadSavedModelMetaGraph(folder, "serve");
    } finally {
      removeFolder(folder); // TensorFlow has read it whole
    }
  }

  #emitStep(graph: GraphBuilder, key: string, step: RecordedStep): void {
    const places = new Map<number, string>();
    const shapes = new Map<number, readonly number[]>();
    const dtype = attribute.type(DataType.float);
    this.#variables.forEach(({ shape }, i) => {
      const id = step.before[i] ?? -1;
      shapes.set(id, shape);
      // Every step reads the variables itself, before any of its updates.
      places.set(id, graph.node(`${key}/read_${i}`, "ReadVariableOp", [`var_${i}`], { dtype }));
    });
    for (const { name, id, shape, dtype: type } of step.inputs) {
      shapes.set(id, shape);
      places.set(id, graph.placeholder(`${key}/in/${name}`, type, shape));
    }
    emit({
      graph,
      recording: step.recording,
      binding: this.#backend.binding,
      scope: key,
      places,
      shapes,
    });
    const at = (id: number): string => {
      const place = places.get(id);
      if (place === undefined) throw new NotCompilable("an output of the step was not made by it");
      return place;
    };
    const outputs = step.outputs.map(({ name, id }) => ({ name, place: at(id) }));
    // Updates wait for everything that the step reads: outputs and all gradients.
    const waits = [
      ...new Set([
        ...outputs.map(({ place }) => place),
        ...step.fused.map((f) => at(f.gradient)),
        ...step.assigned.map(({ id }) => at(id)),
      ]),
    ].map((place) => `^${place.replace(/:\d+$/, "")}`);
    const gate =
      step.gate === undefined
        ? undefined
        : this.#gate(graph, key, outputs.find(({ name }) => name === step.gate)?.place);
    const gated = (place: string, name: string): string =>
      gate === undefined
        ? place
        : `${graph.node(`${key}/gated_${name}`, "Switch", [place, gate], { T: dtype })}:1`;
    const updates = [
      ...step.fused.map(({ op, variables, scalars, gradient }, k) =>
        graph.node(
          `${key}/update_${k}`,
          op,
          [
            ...variables.map((i) => `var_${i}`),
            ...scalars.map((s) => (typeof s === "number" ? graph.scalar(s) : `${key}/in/${s}`)),
            gated(at(gradient), `gradient_${k}`),
            ...waits,
          ],
          { T: dtype },
        ),
      ),
      ...step.assigned.map(({ index, id }) =>
        graph.node(
          `${key}/assign_${index}`,
          "AssignVariableOp",
          [`var_${index}`, gated(at(id), `value_${index}`), ...waits],
          { dtype },
        ),
      ),
    ].map((name) => `^${name}`);
    const done = gate === undefined ? updates : [`^${this.#merge(graph, key, gate, updates)}`];
    for (const { name, place } of outputs) {
      graph.node(`${key}/out/${name}`, "Identity", [place, ...done], { T: dtype });
    }
  }

  /** A boolean scalar: whether the first value of an output is finite. */
  #gate(graph: GraphBuilder, key: string, place: string | undefined): string {
    if (place === undefined) throw new NotCompilable("the gate of the step is no output of it");
    const ints = (...values: number[]): string =>
      graph.constant(DataType.int32, [values.length], Int32Array.from(values));
    const float = { T: attribute.type(DataType.float) };
    const index = attribute.type(DataType.int32);
    const flat = graph.node(`${key}/gate_flat`, "Reshape", [place, ints(-1)], {
      ...float,
      Tshape: index,
    });
    const first = graph.node(`${key}/gate_first`, "Slice", [flat, ints(0), ints(1)], {
      ...float,
      Index: index,
    });
    const finite = graph.node(`${key}/gate_finite`, "IsFinite", [first], float);
    const none = graph.constant(DataType.int32, [0], new Int32Array(0));
    return graph.node(`${key}/gate`, "Reshape", [finite, none], {
      T: attribute.type(DataType.bool),
      Tshape: index,
    });
  }

  /** A node that is done when the gated updates are, or at once when the gate is shut: a shut gate's updates never run. */
  #merge(graph: GraphBuilder, key: string, gate: string, updates: readonly string[]): string {
    const T = { T: attribute.type(DataType.float) };
    const token = graph.node(`${key}/token`, "Switch", [graph.scalar(0), gate], T);
    const open = graph.node(`${key}/token_open`, "Identity", [`${token}:1`, ...updates], T);
    const shut = graph.node(`${key}/token_shut`, "Identity", [token], T);
    return graph.node(`${key}/token_done`, "Merge", [open, shut], { ...T, N: attribute.int(2) });
  }
}
