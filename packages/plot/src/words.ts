/** The words of the history figure, for other languages than English. */
/** Every word that {@link plotHistory} writes. */
export interface HistoryWords {
  /** Title of the left panel. */
  readonly accuracyTitle: string;
  /** Title of the right panel. */
  readonly lossTitle: string;
  /** Title of the panel of any other metric; `{metric}` stands for its name. */
  readonly metricTitle: string;
  /** Title of the horizontal axis. */
  readonly epoch: string;
  /** Legend entries of a single run. */
  readonly trainingAccuracy: string;
  readonly validationAccuracy: string;
  readonly trainingLoss: string;
  readonly validationLoss: string;
  /** Legend entries of any other metric; `{metric}` stands for its name. */
  readonly trainingMetric: string;
  readonly validationMetric: string;
  /** Legend entries of several runs, after the run's name. */
  readonly training: string;
  readonly validation: string;
  /** The marked best epoch; `{value}` and `{epoch}` stand for the numbers. */
  readonly best: string;
  /** The marked gap; `{value}` stands for the number. */
  readonly gap: string;
  /** In a panel whose every value is NaN or infinite. */
  readonly noValues: string;
}

/** Those of TensorFlow's tutorial. */
export const englishWords: HistoryWords = {
  accuracyTitle: "Training and Validation Accuracy",
  lossTitle: "Training and Validation Loss",
  metricTitle: "Training and Validation {metric}",
  epoch: "Epoch",
  trainingAccuracy: "Training Accuracy",
  validationAccuracy: "Validation Accuracy",
  trainingLoss: "Training Loss",
  validationLoss: "Validation Loss",
  trainingMetric: "Training {metric}",
  validationMetric: "Validation {metric}",
  training: "training",
  validation: "validation",
  best: "best {value} (epoch {epoch})",
  gap: "gap {value}",
  noValues: "no finite value",
};
