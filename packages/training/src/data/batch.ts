/** One batch as the trainer sees it: inputs and outputs in the order of the model's. */
import * as tf from "@tensorflow/tfjs";
import type { BatchRows } from "../cluster/rows";
import { TrainingError } from "../errors";
import { show } from "../options";

/** One tensor, several in order, or several by name. */
export type Tensors = tf.Tensor | readonly tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/** What a dataset yields. `[xs, ys]` and `[xs, ys, sampleWeight]` are taken too. */
export interface Element {
  /** Inputs, batch axis first. */
  readonly xs: Tensors;
  /** Targets. */
  readonly ys?: Tensors;
  /**
   * float32 `[batch]`; for a loss with a value for each time step, `[batch, 1]` to weigh samples or `[batch, time]` to
   * weigh time steps. As in Keras, `[batch]` is refused there, or weighs time steps if there are as many as samples. One
   * tensor weighs every output of a model with several.
   */
  readonly sampleWeight?: Tensors;
}

/** What one output of the model is held against. */
export interface BatchOutput {
  readonly target: tf.Tensor;
  /** Null where samples count alike. */
  readonly weight: tf.Tensor | null;
}

export interface Batch {
  readonly inputs: readonly tf.Tensor[];
  /** One for each output of the model; none where the data has no targets. */
  readonly outputs: readonly BatchOutput[];
  /** Number of samples. */
  readonly size: number;
  /** On a cluster, where these samples stand in the batch of all workers; one without rows holds a row that does not count. */
  readonly rows?: BatchRows | undefined;
  /** Disposes of the tensors, if they are the trainer's. */
  dispose(): void;
}

/** Names that dictionaries are resolved by. */
export interface BatchNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A batch's tensors, each once, in the order inputs, targets, weights. */
export function tensorsOf({ inputs, outputs }: Pick<Batch, "inputs" | "outputs">): tf.Tensor[] {
  const weights = outputs.flatMap(({ weight }) => (weight ? [weight] : []));
  return [...new Set([...inputs, ...outputs.map(({ target }) => target), ...weights])];
}

/** How many samples a batch has on all workers together. */
export function globalSize({ size, rows }: Pick<Batch, "size" | "rows">): number {
  return rows?.of ?? size;
}

/** The batch with other tensors in the same places; a tensor that stands in several places is made once. */
export function mapBatch(
  { inputs, outputs, size }: Batch,
  change: (tensor: tf.Tensor) => tf.Tensor,
): Pick<Batch, "inputs" | "outputs" | "size"> {
  const made = new Map<tf.Tensor, tf.Tensor>();
  const once = (tensor: tf.Tensor): tf.Tensor => {
    const known = made.get(tensor) ?? change(tensor);
    made.set(tensor, known);
    return known;
  };
  return {
    inputs: inputs.map(once),
    outputs: outputs.map(({ target, weight }) => ({
      target: once(target),
      weight: weight && once(weight),
    })),
    size,
  };
}

function listOf(tensors: Tensors, names: readonly string[], what: string): readonly tf.Tensor[] {
  const found = isNamed(tensors)
    ? names.map((name) => {
        const tensor = tensors[name];
        if (tensor) return tensor;
        throw new TrainingError(
          "shape-mismatch",
          `Data: ${what} lacks "${name}"; it has ${Object.keys(tensors).join(", ")}.`,
        );
      })
    : tensors instanceof tf.Tensor
      ? [tensors]
      : tensors;
  if (found.length !== names.length || !found.every((each) => each instanceof tf.Tensor)) {
    const hint =
      what === "xs" && found.length > names.length
        ? " To give inputs and targets, write { xs, ys }."
        : "";
    throw new TrainingError(
      "shape-mismatch",
      `Data: ${what} must be ${names.length} tensor(s) (${names.join(", ")}); received ${found.length}.${hint}`,
    );
  }
  return found;
}

function isNamed(tensors: Tensors): tensors is Readonly<Record<string, tf.Tensor>> {
  return !(tensors instanceof tf.Tensor) && !Array.isArray(tensors);
}

function isTensors(value: unknown): value is Tensors {
  return typeof value === "object" && value !== null;
}

/** One tensor weighs every output, as in Keras. */
function weightsOf(weights: Tensors, names: readonly string[]): readonly tf.Tensor[] {
  return weights instanceof tf.Tensor
    ? names.map(() => weights)
    : listOf(weights, names, "sampleWeight");
}

function partsOf(element: unknown, names: BatchNames): Partial<Element> {
  const isPair = Array.isArray(element) && element.length >= 2 && names.inputs.length === 1;
  if (isPair) {
    const [xs, ys, sampleWeight] = element as [Tensors, Tensors, Tensors | undefined];
    return { xs, ys, sampleWeight };
  }
  if (element instanceof tf.Tensor || Array.isArray(element)) return { xs: element as Tensors };
  return (element ?? {}) as Partial<Element>;
}

/** What may be left out, but not be anything. */
function refuseUnlessTensors(what: string, value: unknown): void {
  if (value === undefined || value === null || isTensors(value)) return;
  throw new TrainingError(
    "shape-mismatch",
    `Data: ${what} must be tensors, where it is given; received ${show(value)}.`,
  );
}

/**
 * Reads any accepted element. A bare tensor is the input of `predict`.
 *
 * @param owned whether the batch's `dispose` disposes of the tensors
 * @throws TrainingError `shape-mismatch`
 */
export function toBatch(element: unknown, names: BatchNames, owned: boolean): Batch {
  const parts = partsOf(element, names);
  if (!isTensors(parts.xs)) {
    throw new TrainingError(
      "shape-mismatch",
      "Data: every batch must be { xs, ys } or [xs, ys] of tensors.",
    );
  }
  refuseUnlessTensors("ys", parts.ys);
  refuseUnlessTensors("sampleWeight", parts.sampleWeight);
  const inputs = listOf(parts.xs, names.inputs, "xs");
  const targets = isTensors(parts.ys) ? listOf(parts.ys, names.outputs, "ys") : [];
  const weights = isTensors(parts.sampleWeight) ? weightsOf(parts.sampleWeight, names.outputs) : [];
  const outputs = targets.map((target, i) => ({ target, weight: weights[i] ?? null }));
  return {
    inputs,
    outputs,
    size: inputs[0]?.shape[0] ?? 0,
    dispose: () => {
      if (owned) tf.dispose([...new Set([...inputs, ...targets, ...weights])]);
    },
  };
}
