/** Checks a batch's targets and sample weights against an output, before any loss runs. */
import { TrainingError } from "../errors";
import { canBroadcast, weightedShapes } from "../losses/align";
import type { Loss } from "../losses/loss";
import type { BatchOutput } from "../data/batch";

/** An output that targets are for. */
export interface CheckedOutput {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly loss: Loss | null;
}

/**
 * Checks the shapes of one output's targets and weights, and that labels lie within range.
 *
 * @param step the batch's number, for messages
 * @throws TrainingError `shape-mismatch` or `label-out-of-range`
 */
export async function checkOutput(
  { name, shape, loss }: CheckedOutput,
  { target, weight }: BatchOutput,
  size: number,
  step: number,
): Promise<void> {
  if (target.shape[0] !== size) {
    throw new TrainingError(
      "shape-mismatch",
      `Batch ${step}: ${size} inputs but ${target.shape[0]} targets for output "${name}".`,
    );
  }
  if (weight) checkWeights(weight.shape, [size, ...shape.slice(1, -1)], step, name);
  const fitting = loss?.forShapes(target.shape, shape);
  if (!fitting) return;
  fitting.checkShapes(target.shape, shape);
  const limit = fitting.labelLimit(shape);
  if (limit !== null) checkLabels(await target.data(), limit, step, ignored(fitting));
}

/** Sample weights have the batch's axis first and fit the loss's values as in Keras; unknown axes are left to the loss. */
function checkWeights(
  given: readonly number[],
  values: readonly (number | null)[],
  step: number,
  output: string,
): void {
  const known = values.filter((size) => size !== null);
  const shapes = weightedShapes(known, given);
  const fits = known.length < values.length || canBroadcast(shapes.values, shapes.weights);
  if (given[0] === values[0] && fits) return;
  const samples = [values[0], ...values.slice(1).map(() => 1)];
  throw new TrainingError(
    "shape-mismatch",
    `Batch ${step}: sample weights of output "${output}" must have shape [${values.map((size) => size ?? "any").join(", ")}]${values.length > 1 ? ` (or [${samples.join(", ")}] to weigh samples)` : ""}; received [${given.join(", ")}].`,
  );
}

function ignored(loss: Loss): number | null {
  return "ignoreClass" in loss && typeof loss.ignoreClass === "number" ? loss.ignoreClass : null;
}

function checkLabels(
  labels: Float32Array | Int32Array | Uint8Array,
  limit: number,
  step: number,
  ignore: number | null,
): void {
  labels.forEach((label, i) => {
    if (label === ignore || (Number.isInteger(label) && label >= 0 && label < limit)) return;
    throw new TrainingError(
      "label-out-of-range",
      `Batch ${step}: labels must be class indices from 0 to ${limit - 1}, as the model has ${limit} outputs; received ${label} at position ${i}.`,
    );
  });
}
