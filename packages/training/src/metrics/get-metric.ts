/** Metrics by Keras's names; `"accuracy"` is decided by shapes, as in Keras. */
import { FunctionLoss, type LossFunction } from "../losses/function-loss";
import { lossMakers } from "../losses/get-loss";
import { Loss } from "../losses/loss";
import { lookUp, plainName } from "../names";
import {
  BinaryAccuracy,
  CategoricalAccuracy,
  LossMetric,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
} from "./accuracy";
import { AUC } from "./auc";
import { F1Score } from "./f1-score";
import { Metric } from "./metric";
import { Precision, Recall } from "./precision-recall";

/** A name, a metric, a loss, or a function of targets and predictions whose mean is taken. */
export type MetricLike = string | Metric | Loss | LossFunction;

const makers: Readonly<Record<string, (name?: string) => Metric>> = {
  sparseCategoricalAccuracy: (name) => new SparseCategoricalAccuracy({ name }),
  categoricalAccuracy: (name) => new CategoricalAccuracy({ name }),
  binaryAccuracy: (name) => new BinaryAccuracy({ name }),
  sparseTopKCategoricalAccuracy: () => new SparseTopKCategoricalAccuracy(),
  topKCategoricalAccuracy: () => new TopKCategoricalAccuracy(),
  precision: (name) => new Precision({ name }),
  recall: (name) => new Recall({ name }),
  f1Score: () => new F1Score(),
  auc: () => new AUC(),
  ...Object.fromEntries(
    Object.entries(lossMakers).map(([key, make]) => [
      key,
      (name?: string) => new LossMetric(make(), name),
    ]),
  ),
};

type Shape = readonly (number | null)[];

function accuracyFor(target: Shape, prediction: Shape, name: string): Metric {
  if (prediction.at(-1) === 1) return new BinaryAccuracy({ name });
  const sparse =
    target.length < prediction.length || (target.at(-1) === 1 && (prediction.at(-1) ?? 0) > 1);
  return sparse ? new SparseCategoricalAccuracy({ name }) : new CategoricalAccuracy({ name });
}

const byShape = ["accuracy", "acc"];

/**
 * Checks a metric's name before any data is seen.
 *
 * @throws TrainingError `unknown-name`, with the nearest name
 */
export function checkMetric(metric: MetricLike): void {
  if (typeof metric !== "string" || byShape.includes(metric.toLowerCase())) return;
  lookUp("metric", metric, { accuracy: null, ...makers });
}

/** The metric of a name, given the shapes of targets and predictions. */
export function getMetric(metric: MetricLike, target: Shape, prediction: Shape): Metric {
  if (metric instanceof Metric) return metric;
  if (metric instanceof Loss) return new LossMetric(metric);
  if (typeof metric === "function") return new LossMetric(new FunctionLoss(metric));
  if (byShape.includes(plainName(metric))) return accuracyFor(target, prediction, metric);
  return lookUp("metric", metric, makers)(metric);
}
