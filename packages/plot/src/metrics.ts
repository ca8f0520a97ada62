/** What a metric is called, which way is better, and how it is written for reading. */

/** The spellings of the one accuracy that the tutorial's left panel shows, best known first. */
export const accuracyKeys = [
  "accuracy",
  "acc",
  "sparse_categorical_accuracy",
  "categorical_accuracy",
  "binary_accuracy",
] as const;

/** Columns that a log carries beside its metrics: the epoch's number, and the learning rate that a schedule writes. */
export const epochKey = "epoch";
export const learningRateKeys = ["lr", "learning_rate", "learningRate"] as const;

/** Whether `key` is the learning rate, which has no validation and nothing to be best at. */
export function isLearningRate(key: string): boolean {
  return learningRateKeys.some((name) => name === key);
}

const abbreviations = new Map(
  [
    "AUC",
    "F1",
    "IoU",
    "KL",
    "LogCosh",
    "MAE",
    "MAPE",
    "MSE",
    "MSLE",
    "NaN",
    "ROC",
    "PR",
    "RMSE",
  ].map((name) => [name.toLowerCase(), name]),
);

/** `f1_score` as `F1 Score`, `mae` as `MAE`, `lr` as `Learning Rate`; other characters than underscores stay. */
export function metricTitle(key: string): string {
  if (isLearningRate(key)) return "Learning Rate";
  return key
    .split("_")
    .filter((word) => word !== "")
    .map((word) => abbreviations.get(word) ?? word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}

/** Whether a higher or a lower value of the metric is better; undefined where its name does not say. */
export function betterDirection(key: string): "higher" | "lower" | undefined {
  const name = key.toLowerCase();
  if (isLearningRate(key)) return undefined;
  if (
    /(^|_)(loss|error|mae|mse|mape|msle|rmse|hinge|crossentropy|divergence|perplexity|logcosh|poisson)(_|$)|^false_|kl_div/.test(
      name,
    )
  )
    return "lower";
  if (
    /(^|_)(acc\d*|accuracy|auc|precision|recall|f1|f1score|fbeta|iou|score|similarity|dice|r2|sensitivity|specificity)(_|$)|top_?k|top_?\d|^true_|_at_(recall|precision|sensitivity|specificity)/.test(
      name,
    )
  )
    return "higher";
  return undefined;
}
