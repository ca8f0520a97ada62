/** One batch as the trainer sees it: lists of tensors in the order of the model's inputs and outputs. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";

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
   * weigh time steps. As in Keras, `[batch]` is refused there, or weighs time steps if there are as many as samples.
   */
  readonly sampleWeight?: Tensors;
}

export interface Batch {
  readonly xs: readonly tf.Tensor[];
  readonly ys: readonly tf.Tensor[];
  /** One for each output; null where samples count alike. */
  readonly weights: readonly (tf.Tensor | null)[];
  /** Number of samples. */
  readonly size: number;
  /** Disposes of the tensors, if they are the trainer's. */
  dispose(): void;
}

/** Names that dictionaries are resolved by. */
export interface BatchNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

function listOf(tensors: Tensors, names: readonly string[], what: string): tf.Tensor[] {
  if (tensors instanceof tf.Tensor) return [tensors];
  const found = Array.isArray(tensors)
    ? (tensors as tf.Tensor[])
    : names.map((name) => {
        const tensor = (tensors as Record<string, tf.Tensor>)[name];
        if (tensor) return tensor;
        const given = Object.keys(tensors).join(", ");
        throw new TrainingError(
          "shape-mismatch",
          `Data: ${what} lacks "${name}"; it has ${given}.`,
        );
      });
  if (found.length !== names.length) {
    throw new TrainingError(
      "shape-mismatch",
      `Data: ${what} must be ${names.length} tensor(s) (${names.join(", ")}); received ${found.length}.`,
    );
  }
  return found;
}

function isTensors(value: unknown): value is Tensors {
  return typeof value === "object" && value !== null;
}

/** Reads any accepted element. A bare tensor is the input of `predict`. */
export function toBatch(element: unknown, names: BatchNames, owned: boolean): Batch {
  const isPair = Array.isArray(element) && element.length >= 2 && names.inputs.length === 1;
  let parts: Partial<Element>;
  if (isPair) {
    const [xs, ys, sampleWeight] = element as [Tensors, Tensors, Tensors | undefined];
    parts = { xs, ys, sampleWeight };
  } else if (element instanceof tf.Tensor || Array.isArray(element)) {
    parts = { xs: element as Tensors };
  } else {
    parts = element as Partial<Element>;
  }
  if (!isTensors(parts.xs)) {
    throw new TrainingError(
      "shape-mismatch",
      "Data: every batch must be { xs, ys } or [xs, ys] of tensors.",
    );
  }
  const xs = listOf(parts.xs, names.inputs, "xs");
  const ys = isTensors(parts.ys) ? listOf(parts.ys, names.outputs, "ys") : [];
  const weights = isTensors(parts.sampleWeight)
    ? listOf(parts.sampleWeight, names.outputs, "sampleWeight")
    : names.outputs.map(() => null);
  return {
    xs,
    ys,
    weights,
    size: xs[0]?.shape[0] ?? 0,
    dispose: () => {
      if (owned) tf.dispose([xs, ys, weights.filter((weight) => weight !== null)]);
    },
  };
}
