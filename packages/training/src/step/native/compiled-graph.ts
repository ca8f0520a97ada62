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
}

export class CompiledGraph {
  readonly #backend: NativeBackend;
  readonly #variables: readonly tf.Variable[];
  readonly #steps = new Map<string, RecordedStep>();
  #session: { id: number; folder: string } | undefined;

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
   * @throws UnknownTensor (at the next {@link push}) when the step reads a tensor that it may not
   */
  record(key: string, inputs: NamedTensors, step: () => StepResult): NamedTensors {
    this.#closeSession();
    const backend = this.#backend;
    const idOf = (tensor: tf.Tensor): number => backend.getInputTensorIds([tensor])[0] ?? -1;
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
      throw new NotCompilable(
        `the step writes a tensor of shape [${large.shape.join(", ")}] from the host`,
      );
    }
    const fusedVariables = new Set((result.fused ?? []).flatMap(({ variables }) => variables));
    this.#steps.set(key, {
      recording,
      before,
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
    return result.outputs;
  }

  /** Builds the graph if it is not there and copies the variables into its session. */
  push(): void {
    this.#session ??= this.#open();
    const feeds = this.#variables.map((variable, i) => [`var_${i}/feed`, variable] as const);
    tf.dispose(
      this.#run(
        feeds,
        this.#variables.map((_, i) => `var_${i}/fed`),
      ),
    );
  }

  /** Copies the session's variables back into the `tf.Variable`s; `only` limits it to some of them. */
  pull(only: readonly tf.Variable[] = this.#variables): void {
    if (!this.#session) return;
    const indices = only.map((variable) => this.#variables.indexOf(variable));
    const values = this.#run(
      [],
      indices.map((i) => `var_${i}/value`),
    );
    only.forEach((variable, k) => {
      const value = values[k];
      if (value) tf.tidy(() => variable.assign(tf.reshape(value, variable.shape)));
    });
    tf.dispose(values);
  }

  /** Runs a recorded step in the session. The caller owns the outputs and still owns the inputs. */
  run(key: string, inputs: NamedTensors): NamedTensors {
    const step = this.#steps.get(key);
    if (!step) throw new Error(`CompiledGraph.run: no step "${key}" is recorded.`);
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
    if (!this.#session) throw new Error("CompiledGraph: push() comes before run().");
    return this.#backend.runSavedModel(
      this.#session.id,
      feeds.map(([, tensor]) => tensor),
      feeds.map(([name]) => ({ name })),
      outputs,
    );
  }

  #closeSession(): void {
    if (!this.#session) return;
    this.#backend.deleteSavedModel(this.#session.id);
    this.#session = undefined;
  }

  #open(): { id: number; folder: string } {
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
      return { id: this.#backend.loadSavedModelMetaGraph(folder, "serve"), folder };
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
    const updates = [
      ...step.fused.map(({ op, variables, scalars, gradient }, k) =>
        graph.node(
          `${key}/update_${k}`,
          op,
          [
            ...variables.map((i) => `var_${i}`),
            ...scalars.map((s) => (typeof s === "number" ? graph.scalar(s) : `${key}/in/${s}`)),
            at(gradient),
            ...waits,
          ],
          { T: dtype },
        ),
      ),
      ...step.assigned.map(({ index, id }) =>
        graph.node(
          `${key}/assign_${index}`,
          "AssignVariableOp",
          [`var_${index}`, at(id), ...waits],
          { dtype },
        ),
      ),
    ];
    for (const { name, place } of outputs) {
      graph.node(
        `${key}/out/${name}`,
        "Identity",
        [place, ...updates.map((update) => `^${update}`)],
        { T: dtype },
      );
    }
  }
}

/** The step does something that a graph cannot hold; it has to run eagerly. */
export class NotCompilable extends Error {
  override readonly name = "NotCompilable";
}
