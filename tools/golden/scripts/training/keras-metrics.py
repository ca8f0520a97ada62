"""Writes keras-metrics.json: accuracies, precision, recall, F1 and AUC of Keras after each of three batches, with and without
sample weights, and TensorFlow's confusion matrix of all twelve samples.
"""

import keras
import numpy as np
import tensorflow as tf
from golden import write

sizes = [4, 5, 3]
weights = [0.6, 0.0, 0.54, 0.23, 0.71, 0.52, 0.51, 0.14, 0.14, 0.93, 0.96, 0.97]
classes = [0, 0, 1, 1, 1, 0, 2, 1, 2, 0, 2, 1]  # of four: the last one never occurs
scores = [
    [0.8, 0.1045, 0.0857, 0.0098],
    [0.2701, 0.1977, 0.1591, 0.3731],
    [0.4, 0.4, 0.1, 0.1],  # a draw
    [0.459, 0.4034, 0.0624, 0.0752],
    [0.2489, 0.5754, 0.1155, 0.0602],
    [0.285, 0.0699, 0.1969, 0.4483],
    [0.3378, 0.1935, 0.3741, 0.0946],
    [0.5, 0.25, 0.25, 0.0],
    [0.2261, 0.186, 0.2976, 0.2903],
    [0.1449, 0.4383, 0.0229, 0.3938],
    [0.2613, 0.0966, 0.2789, 0.3631],
    [0.5174, 0.0615, 0.2209, 0.2001],
]
several = ["0010", "0101", "0110", "0000", "1100", "0000", "1010", "1000", "1101", "0111", "1000", "1000"]
truths = [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0]
chances = [0.534, 0.911, 0.416, 0.5, 1.0, 0.0, 0.724, 0.494, 0.497, 0.649, 0.448, 0.551]

column = lambda values: np.array(values, "float64").reshape(12, 1)
onehot = np.eye(4)[classes]
inputs = {
    "sparse": (np.array(classes, "float64"), np.array(scores)),
    "onehot": (onehot, np.array(scores)),
    "multi": (np.array([[float(bit) for bit in row] for row in several]), np.array(scores)),
    "binary": (column(truths), column(chances)),
    "flat": (np.array(truths, "float64"), np.array(chances)),
    "logits": (column(truths), np.log((column(chances) + 0.01) / (1.01 - column(chances))).round(4)),
    "never": (np.zeros((12, 1)), np.zeros((12, 1))),
    "always": (np.ones((12, 1)), np.ones((12, 1))),
}


def top_k(k):
    return [("SparseTopKCategoricalAccuracy", "sparse", {"k": k}), ("TopKCategoricalAccuracy", "onehot", {"k": k})]


def precision(name):
    yield from [(name, data, {}) for data in ("onehot", "multi", "binary", "flat", "never", "always")]
    for threshold in (0.0, 0.25, 0.5, 0.9, 1.0):
        yield from [(name, data, {"thresholds": threshold}) for data in ("multi", "binary")]
    for class_id in (0, 2, 3):
        yield name, "onehot", {"class_id": class_id}
        yield name, "multi", {"class_id": class_id, "thresholds": 0.2}
    yield from [(name, "onehot", {"top_k": k}) for k in (1, 2)]
    yield name, "multi", {"top_k": 2, "class_id": 1}
    yield name, "multi", {"top_k": 3, "thresholds": 0.25}


def f1(average):
    for data in ("onehot", "multi"):
        yield "F1Score", data, {"average": average}
        yield from [("F1Score", data, {"average": average, "threshold": each}) for each in (0.25, 0.4)]
    yield "F1Score", "binary", {"average": average, "threshold": 0.5}


def auc(curve, several_labels):
    curve = {"curve": curve}
    yield from [("AUC", data, curve) for data in ("binary", "flat", "multi", "onehot", "never", "always")]
    for method in ("interpolation", "minoring", "majoring"):
        rule = {**curve, "summation_method": method}
        yield "AUC", "binary", {**rule, "num_thresholds": 7}
        yield "AUC", "multi", {**rule, "thresholds": [0.1, 0.25, 0.5, 0.8]}
    yield "AUC", "logits", {**curve, "from_logits": True}
    yield "AUC", "binary", {**curve, "num_thresholds": 3}
    labels = {**curve, "multi_label": True}
    yield "AUC", "multi", labels
    yield "AUC", "multi", {**labels, "num_thresholds": 11, "summation_method": several_labels}
    yield "AUC", "multi", {**labels, "label_weights": [1.0, 2.0, 0.5, 0.0]}


cases = [
    *[case for k in (1, 2, 3, 5) for case in top_k(k)],
    ("SparseCategoricalAccuracy", "sparse", {}),
    ("CategoricalAccuracy", "onehot", {}),
    ("BinaryAccuracy", "binary", {}),
    ("BinaryAccuracy", "multi", {"threshold": 0.3}),
    *precision("Precision"),
    *precision("Recall"),
    *[case for average in ("macro", "micro", "weighted") for case in f1(average)],
    *auc("ROC", "minoring"),
    *auc("PR", "interpolation"),
]


def results(name, data, options, weighted):
    metric = getattr(keras.metrics, name)(**options)
    found, at = [], 0
    for size in sizes:
        y, p = [values[at : at + size].astype("float32") for values in inputs[data]]
        metric.update_state(y, p, sample_weight=np.array(weights[at : at + size], "float32") if weighted else None)
        found.append(float(metric.result()))
        at += size
    return found


def confusion(weighted):
    predicted = np.argmax(scores, axis=1)
    counts = tf.math.confusion_matrix(classes, predicted, 4, weights if weighted else None, "float64")
    return np.asarray(counts).round(6).tolist()


write(
    "packages/training/src/metrics/fixtures/keras-metrics.json",
    {
        "sizes": sizes,
        "weights": weights,
        "inputs": {name: {"y": y.tolist(), "p": p.tolist()} for name, (y, p) in inputs.items()},
        "confusion": [confusion(False), confusion(True)],
        "cases": [
            {
                "metric": name,
                "data": data,
                "options": options,
                "weighted": weighted,
                "results": results(name, data, options, weighted),
            }
            for name, data, options in cases
            for weighted in (False, True)
        ],
    },
)
