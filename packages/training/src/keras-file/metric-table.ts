/** Metrics by the names that Keras's files have for them, and the settings that it writes of each. */
import {
  Accuracy,
  BinaryAccuracy,
  CategoricalAccuracy,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
} from "../metrics/accuracy";
import {
  PrecisionAtRecall,
  RecallAtPrecision,
  SensitivityAtSpecificity,
  SpecificityAtSensitivity,
} from "../metrics/at-constraint";
import { AUC } from "../metrics/auc";
import {
  FalseNegatives,
  FalsePositives,
  TrueNegatives,
  TruePositives,
} from "../metrics/confusion-counts";
import { F1Score, FBetaScore } from "../metrics/f-score";
import { BinaryIoU, IoU, MeanIoU, OneHotIoU, OneHotMeanIoU } from "../metrics/iou";
import type { Metric } from "../metrics/metric";
import { Precision, Recall } from "../metrics/precision-recall";
import {
  ConcordanceCorrelation,
  CosineSimilarityMetric,
  LogCoshError,
  PearsonCorrelation,
  R2Score,
  RootMeanSquaredError,
} from "../metrics/regression";
import type { ClassRow } from "./loss-table";

const row = (
  made: new (options: never) => Metric,
  ...settings: readonly string[]
): ClassRow<Metric> => ({ make: (options) => new made(options as never), settings });

const positives = ["thresholds", "top_k", "class_id"];
const constrained = ["num_thresholds", "class_id"];
const sparse = ["sparse_y_true", "sparse_y_pred", "axis", "ignore_class"];

export const metricTable: Readonly<Record<string, ClassRow<Metric>>> = {
  AUC: row(
    AUC,
    "num_thresholds",
    "thresholds",
    "curve",
    "summation_method",
    "multi_label",
    "num_labels",
    "label_weights",
    "from_logits",
  ),
  Accuracy: row(Accuracy),
  BinaryAccuracy: row(BinaryAccuracy, "threshold"),
  BinaryIoU: row(BinaryIoU, "target_class_ids", "threshold"),
  CategoricalAccuracy: row(CategoricalAccuracy),
  ConcordanceCorrelation: row(ConcordanceCorrelation, "axis"),
  CosineSimilarity: row(CosineSimilarityMetric, "axis"),
  F1Score: row(F1Score, "average", "threshold"),
  FBetaScore: row(FBetaScore, "average", "beta", "threshold"),
  FalseNegatives: row(FalseNegatives, "thresholds"),
  FalsePositives: row(FalsePositives, "thresholds"),
  IoU: row(IoU, "num_classes", "target_class_ids", ...sparse),
  LogCoshError: row(LogCoshError),
  MeanIoU: row(MeanIoU, "num_classes", ...sparse),
  OneHotIoU: row(
    OneHotIoU,
    "num_classes",
    "target_class_ids",
    "sparse_y_pred",
    "axis",
    "ignore_class",
  ),
  OneHotMeanIoU: row(OneHotMeanIoU, "num_classes", "sparse_y_pred", "axis", "ignore_class"),
  PearsonCorrelation: row(PearsonCorrelation, "axis"),
  Precision: row(Precision, ...positives),
  PrecisionAtRecall: row(PrecisionAtRecall, "recall", ...constrained),
  R2Score: row(R2Score, "class_aggregation", "num_regressors"),
  Recall: row(Recall, ...positives),
  RecallAtPrecision: row(RecallAtPrecision, "precision", ...constrained),
  RootMeanSquaredError: row(RootMeanSquaredError),
  SensitivityAtSpecificity: row(SensitivityAtSpecificity, "specificity", ...constrained),
  SparseCategoricalAccuracy: row(SparseCategoricalAccuracy),
  SparseTopKCategoricalAccuracy: row(SparseTopKCategoricalAccuracy, "k", "from_sorted_ids"),
  SpecificityAtSensitivity: row(SpecificityAtSensitivity, "sensitivity", ...constrained),
  TopKCategoricalAccuracy: row(TopKCategoricalAccuracy, "k"),
  TrueNegatives: row(TrueNegatives, "thresholds"),
  TruePositives: row(TruePositives, "thresholds"),
};
