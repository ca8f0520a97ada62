/** Metrics by Keras's names; `"accuracy"` is decided by shapes, as in Keras. */
import { TrainingError } from "../errors";
import { FunctionLoss, type LossFunction } from "../losses/function-loss";
import { lossMakers } from "../losses/get-loss";
import { Loss } from "../losses/loss";
import { lookUp, plainName } from "../names";
import { isClassOf, show } from "../options";
import {
  BinaryAccuracy,
  CategoricalAccuracy,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
} from "./accuracy";
import { AUC } from "./auc";
import { FalseNegatives, FalsePositives, TrueNegatives, TruePositives } from "./confusion-counts";
import { F1Score, FBetaScore } from "./f-score";
import { BinaryIoU } from "./iou";
import { LossMetric } from "./mean-metric";
import { type Direction, Metric } from "./metric";
import { Precision, Recall } from "./precision-recall";
import {
  ConcordanceCorrelation,
  CosineSimilarityMetric,
  LogCoshError,
  PearsonCorrelation,
  R2Score,
  RootMeanSquaredError,
} from "./regression";

const ownMakers = {
  sparseCategoricalAccuracy: (name: string) => new SparseCategoricalAccuracy({ name }),
  categoricalAccuracy: (name: string) => new CategoricalAccuracy({ name }),
  binaryAccuracy: (name: string) => new BinaryAccuracy({ name }),
  sparseTopKCategoricalAccuracy: (name: string) => new SparseTopKCategoricalAccuracy({ name }),
  topKCategoricalAccuracy: (name: string) => new TopKCategoricalAccuracy({ name }),
  precision: (name: string) => new Precision({ name }),
  recall: (name: string) => new Recall({ name }),
  truePositives: (name: string) => new TruePositives({ name }),
  falsePositives: (name: string) => new FalsePositives({ name }),
  trueNegatives: (name: string) => new TrueNegatives({ name }),
  falseNegatives: (name: string) => new FalseNegatives({ name }),
  f1Score: (name: string) => new F1Score({ name }),
  fBetaScore: (name: string) => new FBetaScore({ name }),
  auc: (name: string) => new AUC({ name }),
  binaryIoU: (name: string) => new BinaryIoU({ name }),
  rootMeanSquaredError: (name: string) => new RootMeanSquaredError({ name }),
  logCoshError: (name: string) => new LogCoshError({ name }),
  r2Score: (name: string) => new R2Score({ name }),
  pearsonCorrelation: (name: string) => new PearsonCorrelation({ name }),
  concordanceCorrelation: (name: string) => new ConcordanceCorrelation({ name }),
} as const;

/** The names that metrics are known by. */
export type MetricName = "accuracy" | "acc" | keyof typeof ownMakers | keyof typeof lossMakers;

/** A name, a metric, a loss, or a function of targets and predictions whose mean is taken. */
export type MetricLike = MetricName | (string & {}) | Metric | Loss | LossFunction;

const makers: Readonly<Record<string, (name: string) => Metric>> = {
  ...Object.fromEntries(
    Object.entries(lossMakers).map(([key, make]) => [
      key,
      (name: string) => new LossMetric(make(), name),
    ]),
  ),
  ...ownMakers,
  cosineSimilarity: (name: string) => new CosineSimilarityMetric({ name }), // not the loss's sign
};

type Shape = readonly (number | null)[];

function accuracyFor(target: Shape, prediction: Shape, name: string): Metric {
  const classes = prediction.at(-1) ?? 0;
  if (classes === 1) return new BinaryAccuracy({ name });
  const sparse = target.length < prediction.length || (target.at(-1) === 1 && classes > 1);
  return sparse ? new SparseCategoricalAccuracy({ name }) : new CategoricalAccuracy({ name });
}

const byShape = ["accuracy", "acc"];

/**
 * Checks a metric before any data is seen.
 *
 * @throws TrainingError `unknown-name`, with the nearest name; `invalid-argument` for anything that is not a metric
 */
export function checkMetric(metric: MetricLike): void {
  if (typeof metric === "string") {
    if (!byShape.includes(metric.toLowerCase()))
      lookUp("metric", metric, { accuracy: null, ...makers });
    return;
  }
  if (metric instanceof Metric || metric instanceof Loss) return;
  if (typeof metric !== "function") {
    throw new TrainingError(
      "invalid-argument",
      `compile: a metric must be a name such as "accuracy", a metric, or a function of targets and predictions; received ${show(metric)}.`,
    );
  }
  if (isClassOf(Metric, metric) || isClassOf(Loss, metric)) {
    throw new TrainingError(
      "invalid-argument",
      `compile: a metric must be an instance; received the class ${metric.name}. Write \`new ${metric.name}()\`.`,
    );
  }
}

/** The name that a metric is logged by, which does not depend on shapes. */
export function metricName(metric: MetricLike): string {
  if (typeof metric === "string") return metric;
  if (typeof metric === "function") return new FunctionLoss(metric).name;
  return metric.name;
}

/** Which way a metric gets better, or null when it does not say. */
export function directionOf(metric: MetricLike): Direction | null {
  if (metric instanceof Metric) return metric.direction;
  if (metric instanceof Loss) return new LossMetric(metric).direction;
  if (typeof metric === "function") return null;
  if (byShape.includes(plainName(metric))) return "up";
  return lookUp("metric", metric, makers)(metric).direction;
}

/** The metric of a name, given the shapes of targets and predictions. */
export function getMetric(metric: MetricLike, target: Shape, prediction: Shape): Metric {
  if (metric instanceof Metric) return metric;
  if (metric instanceof Loss) return new LossMetric(metric);
  if (typeof metric === "function") return new LossMetric(new FunctionLoss(metric));
  if (byShape.includes(plainName(metric))) return accuracyFor(target, prediction, metric);
  return lookUp("metric", metric, makers)(metric);
}
