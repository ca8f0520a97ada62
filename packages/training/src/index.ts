// Keras's compile, fit, evaluate and predict for TensorFlow.js: losses, metrics, optimizers, callbacks.
export type { Callback, CallbackParams, HookResult, Logs, PredictLogs } from "./callbacks/callback";
export { type Calibration, calibrateTemperature } from "./calibration/calibrate-temperature";
export { expectedCalibrationError } from "./calibration/expected-calibration-error";
export { type ProbabilityOptions, toProbabilities } from "./probabilities";
export { type ClassWeight, classWeightsFor } from "./trainer/class-weights";
export { classify, type ClassifyOptions, type Pixels, type RankedClass } from "./classify";
export type { ClusterDataset, ClusterElement } from "./cluster/cluster-dataset";
export { type CurrentCluster, currentCluster } from "./cluster/current-cluster";
export { type BatchRows, rowsOf, type RowsOf } from "./cluster/rows";
export { compile, type CompileOptions } from "./compile";
export { compileFromKeras, type CompileFromKerasOptions } from "./keras-file/compile-from-keras";
export { compileToKeras, type KerasCompile } from "./keras-file/compile-to-keras";
export type { Element, Tensors } from "./data/batch";
export type { TensorData, TrainingData } from "./data/batch-source";
export { TrainingError, type TrainingErrorCode } from "./errors";
export {
  extractFeatures,
  type ExtractFeaturesOptions,
  type Features,
} from "./features/extract-features";
export { FrozenNetwork } from "./features/frozen/frozen-network";
export { unfreeze, type UnfreezeOptions } from "./features/unfreeze";
export type { FitOptions, RunOptions } from "./trainer/fit-options";
export { folderStore } from "./files";
export { History, type Stopped } from "./trainer/history";
export {
  BinaryCrossentropy,
  type BinaryCrossentropyOptions,
  CategoricalCrossentropy,
  type CategoricalCrossentropyOptions,
  SparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyOptions,
} from "./losses/crossentropy";
export {
  BinaryFocalCrossentropy,
  type BinaryFocalCrossentropyOptions,
  CategoricalFocalCrossentropy,
  type CategoricalFocalCrossentropyOptions,
} from "./losses/focal-crossentropy";
export type { LossFunction } from "./losses/function-loss";
export {
  CategoricalGeneralizedCrossEntropy,
  type CategoricalGeneralizedCrossEntropyOptions,
} from "./losses/generalized-crossentropy";
export { getLoss, type LossLike, type LossName } from "./losses/get-loss";
export { Loss, type LossOptions } from "./losses/loss";
export { Dice, type DiceOptions, Tversky, type TverskyOptions } from "./losses/overlap";
export type { KerasReduction, Reduction } from "./losses/reduction";
export {
  CategoricalHinge,
  CosineSimilarity,
  type CosineSimilarityOptions,
  Hinge,
  Huber,
  type HuberOptions,
  KLDivergence,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  SquaredHinge,
} from "./losses/regression";
export {
  Accuracy,
  BinaryAccuracy,
  type BinaryAccuracyOptions,
  CategoricalAccuracy,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  type SparseTopKOptions,
  TopKCategoricalAccuracy,
  type TopKOptions,
} from "./metrics/accuracy";
export {
  PrecisionAtRecall,
  type PrecisionAtRecallOptions,
  RecallAtPrecision,
  type RecallAtPrecisionOptions,
  SensitivityAtSpecificity,
  type SensitivityAtSpecificityOptions,
  SpecificityAtSensitivity,
  type SpecificityAtSensitivityOptions,
} from "./metrics/at-constraint";
export { AUC, type AUCCurve, type AUCOptions } from "./metrics/auc";
export {
  type ConfusionCountOptions,
  FalseNegatives,
  FalsePositives,
  TrueNegatives,
  TruePositives,
} from "./metrics/confusion-counts";
export { ConfusionMatrix, type ConfusionMatrixOptions } from "./metrics/confusion-matrix";
export {
  type Average,
  F1Score,
  type F1ScoreOptions,
  FBetaScore,
  type FBetaScoreOptions,
} from "./metrics/f-score";
export type { MetricLike, MetricName } from "./metrics/get-metric";
export {
  BinaryIoU,
  type BinaryIoUOptions,
  IoU,
  type IoUOptions,
  MeanIoU,
  type MeanIoUOptions,
  OneHotIoU,
  type OneHotIoUOptions,
  OneHotMeanIoU,
  type OneHotMeanIoUOptions,
} from "./metrics/iou";
export { LossMetric, MeanMetric } from "./metrics/mean-metric";
export { type Direction, Metric, type MetricOptions } from "./metrics/metric";
export { Precision, Recall, type ThresholdOptions } from "./metrics/precision-recall";
export {
  type AxisMetricOptions,
  type ClassAggregation,
  ConcordanceCorrelation,
  CosineSimilarityMetric,
  LogCoshError,
  PearsonCorrelation,
  R2Score,
  type R2ScoreOptions,
  RootMeanSquaredError,
} from "./metrics/regression";
export { Mean, type RunningValues, Sum, type UpdateStateOptions } from "./metrics/running";
export { ModelTrainer } from "./trainer/model-trainer";
export type { BatchData, TrainOnBatchOptions } from "./trainer/on-batch";
export type { Compiled } from "./trainer/step-holder";
export type { ObjectiveOptions } from "./objective/objective";
export type { MetricsOption, PerOutput } from "./objective/per-output";
export { Adam, type AdamOptions, AdamW } from "./optimizers/adam";
export { Adadelta, type AdadeltaOptions } from "./optimizers/adadelta";
export { Adagrad, type AdagradOptions } from "./optimizers/adagrad";
export { Adamax, type AdamaxOptions } from "./optimizers/adamax";
export { Ftrl, type FtrlOptions } from "./optimizers/ftrl";
export { getOptimizer, type OptimizerName } from "./optimizers/get-optimizer";
export { Nadam, type NadamOptions } from "./optimizers/nadam";
export { Optimizer, type UpdateInput, type UpdateOutput } from "./optimizers/optimizer";
export type { OptimizerOptions } from "./optimizers/options";
export { RMSprop, type RMSpropOptions } from "./optimizers/rmsprop";
export {
  cosineDecay,
  cosineDecayRestarts,
  type DecayOptions,
  exponentialDecay,
  inverseTimeDecay,
  type LearningRateSchedule,
  piecewiseConstantDecay,
  polynomialDecay,
} from "./optimizers/schedules";
export { SGD, type SGDOptions } from "./optimizers/sgd";
export type { OptimizerState, SavedTensor, TrainerState } from "./trainer/state";
export type { RateHolder, Trainer } from "./trainer/trainer";
export { BackupAndRestore, type BackupAndRestoreOptions } from "./callbacks/backup-and-restore";
export type { SaveFreq } from "./callbacks/batch-counter";
export { CSVLogger, type CSVLoggerOptions } from "./callbacks/csv-logger";
export { EarlyStopping, type EarlyStoppingOptions } from "./callbacks/early-stopping";
export { type EpochSchedule, LearningRateScheduler } from "./callbacks/learning-rate-scheduler";
export type { CallbackState, MessageOptions, ResumableCallback } from "./callbacks/messages";
export { ModelCheckpoint, type ModelCheckpointOptions } from "./callbacks/model-checkpoint";
export { type CheckpointEncoder, registerModelFormat } from "./callbacks/model-formats";
export type { MonitorMode } from "./callbacks/monitor";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./callbacks/reduce-lr-on-plateau";
export { SwapEMAWeights, type SwapEMAWeightsOptions } from "./callbacks/swap-ema-weights";
export { TensorBoard, type TensorBoardOptions } from "./callbacks/tensorboard";
export { TrainerCallback } from "./callbacks/trainer-callback";
export { TerminateOnNaN, type TerminateOnNaNOptions } from "./callbacks/terminate-on-nan";
export type { OutputStream } from "./platform/contract";
export type { FileStore, FolderHandle } from "@flowers/files";
export { ProgressBar, type BarStyle, type BarUpdate } from "./progress/progress-bar";
export { ProgressLogger, type ProgressLoggerOptions } from "./progress/progress-logger";
export { summary, type SummaryOptions, summaryText } from "./summary/summary";
