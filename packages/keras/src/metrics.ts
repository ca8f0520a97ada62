/** `keras.metrics`. */
export {
  AUC,
  BinaryAccuracy,
  CategoricalAccuracy,
  F1Score,
  Metric,
  Precision,
  Recall,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
} from "@flowers/training";
