/** A step that was run eagerly once and recorded, with what it was given, what it gave, and which variables it changed. */
import * as tf from "@tensorflow/tfjs";
import { DataType } from "./graph";
import type { NativeBackend } from "./native-backend";
import { record, type Recording } from "./recording";
import type { Collectives } from "./step-reduction";

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
  /** The gradient, made by the step and kept (`tf.keep`); {@link recordStep} disposes it. */
  readonly gradient: tf.Tensor;
}

export interface StepResult {
  /** What the step gives back. The caller owns these tensors. */
  readonly outputs: NamedTensors;
  /** Updates that the graph applies with one op each; the step need not have applied them. */
  readonly fused?: readonly FusedUpdate[];
  /** Name of an output whose first value must be finite for the graph's updates to happen. */
  readonly gate?: string;
  /** Tensors that came about outside of the recording and of which later runs are given others: masks. They stay their owner's. */
  readonly fed?: NamedTensors;
  /** Which of the step's tensors are sums over the workers of a cluster. */
  readonly collectives?: Collectives;
}

export interface StepInput {
  readonly name: string;
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** Plain data. Variables are named by their place among the graph's, tensors by their ids. */
export interface RecordedStep {
  readonly recording: Recording;
  readonly inputs: readonly StepInput[];
  readonly outputs: readonly {
    readonly name: string;
    readonly id: number;
    readonly dtype: number;
  }[];
  /** Variables that the step assigned, with the tensor that they hold afterwards. */
  readonly assigned: readonly { readonly index: number; readonly id: number }[];
  readonly fused: readonly {
    readonly op: string;
    readonly variables: readonly number[];
    readonly scalars: readonly (string | number)[];
    readonly gradient: number;
  }[];
  /** Tensor id of every variable when the step began. */
  readonly before: readonly number[];
  readonly gate: string | null;
  readonly collectives?: Collectives | undefined;
}

/** A host-written tensor larger than this is taken for data, not for a constant: such a step cannot be compiled. */
const largestConstantBytes = 1 << 14;

const dtypes: Readonly<Partial<Record<tf.DataType, number>>> = {
  float32: DataType.float,
  int32: DataType.int32,
  bool: DataType.bool,
};

/** TensorFlow's number of a dtype, or undefined for one that a graph here cannot hold. */
export function dtypeNumber(dtype: tf.DataType): number | undefined {
  return dtypes[dtype];
}

export interface RecordParts {
  readonly backend: NativeBackend;
  /** Everything that the step reads and may change. */
  readonly variables: readonly tf.Variable[];
  readonly inputs: NamedTensors;
}

/**
 * Runs a step eagerly and records it. Its large results, and what it made of large tensors, are good for their shapes only.
 *
 * @returns `refusal` says why the recording cannot become a graph, if so
 */
export function recordStep(
  { backend, variables, inputs }: RecordParts,
  step: () => StepResult,
): { outputs: NamedTensors; recorded: RecordedStep; refusal: string | null } {
  const idOf = (tensor: tf.Tensor): number => backend.getInputTensorIds([tensor])[0] ?? -1;
  const describe = ([name, tensor]: [string, tf.Tensor]): StepInput => {
    const { shape, dtype } = tensor;
    return { name, id: idOf(tensor), shape, dtype: dtypeNumber(dtype) ?? DataType.float };
  };
  const before = variables.map(idOf);
  const given = Object.entries(inputs).map(describe);
  const known = new Map(
    [...Object.values(inputs), ...variables].map((tensor) => [
      idOf(tensor),
      { shape: tensor.shape, dtype: dtypeNumber(tensor.dtype) ?? DataType.float },
    ]),
  );
  const { result, recording } = record(backend, step, known);
  const { outputs, fused = [], gate = null, fed = {}, collectives } = result;
  const all = [...given, ...Object.entries(fed).map(describe)];
  const fusedVariables = new Set(fused.flatMap((update) => update.variables));
  const recorded: RecordedStep = {
    recording,
    before,
    gate,
    collectives,
    inputs: all,
    outputs: Object.entries(outputs).map(([name, tensor]) => ({
      name,
      id: idOf(tensor),
      dtype: dtypeNumber(tensor.dtype) ?? DataType.float,
    })),
    assigned: variables.flatMap((variable, index) => {
      const id = idOf(variable);
      return id === before[index] || fusedVariables.has(variable) ? [] : [{ index, id }];
    }),
    fused: fused.map(({ op, variables: names, scalars, gradient }) => ({
      op,
      variables: names.map((variable) => variables.indexOf(variable)),
      scalars,
      gradient: idOf(gradient),
    })),
  };
  tf.dispose(fused.map(({ gradient }) => gradient));
  return { outputs, recorded, refusal: refusalOf(recorded) };
}

/** What keeps a recording from standing for all later steps, or null. */
function refusalOf({ recording }: RecordedStep): string | null {
  if (recording.readByHost)
    return "the step reads values on the host, which may decide what it does";
  const large = recording.hostTensors.find(
    ({ values }) => values.byteLength > largestConstantBytes,
  );
  return large
    ? `the step writes a tensor of shape [${large.shape.join(", ")}] from the host`
    : null;
}
