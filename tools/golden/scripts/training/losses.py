"""Writes losses.json: sparse categorical crossentropy in every reduction, and short fits with class weights and loss weights."""

import keras
import numpy as np
from golden import write
from keras import layers, losses, metrics, optimizers

targets = [0, 1, 2, 1]
predictions = {
    True: np.array([[8, 1, 1], [0, 9, 1], [2, 3, 5], [1, 0.5, 2]], "float32"),
    False: np.array([[0.9, 0.05, 0.05], [0.5, 0.89, 0.6], [0.05, 0.01, 0.94], [0.2, 0.2, 0.6]], "float32"),
}
weights = [1.2, 3.4, 5.6, 0.0]
reductions = ["sum_over_batch_size", "sum", "none", "mean_with_sample_weight"]


def case(from_logits, weight, reduction):
    loss = losses.SparseCategoricalCrossentropy(from_logits=from_logits, reduction=reduction)
    given = np.array(weight, "float32") if isinstance(weight, list) else weight
    value = loss(np.array(targets), predictions[from_logits], sample_weight=given)
    return {
        "from_logits": from_logits,
        "y_true": targets,
        "y_pred": predictions[from_logits].tolist(),
        "sample_weight": weight,
        "reduction": reduction,
        "loss": np.asarray(value).ravel().tolist(),
    }


def accuracy(weight):
    metric = metrics.SparseCategoricalAccuracy()
    metric.update_state(np.array(targets), predictions[True], sample_weight=weight)
    return float(metric.result())


x = np.random.RandomState(3).uniform(size=(10, 4)).astype("float32")
y = np.arange(10) % 3


def compiled(**options):
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
    loss = losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=optimizers.SGD(0.1), loss=loss, metrics=["accuracy"], **options)
    return model


def class_weight_fit():
    model = compiled(weighted_metrics=["accuracy"])
    first = [weight.tolist() for weight in model.get_weights()]
    class_weight = {0: 1.0, 1: 2.0, 2: 0.5}
    options = {"batch_size": 4, "epochs": 2, "shuffle": False, "verbose": 0}
    history = model.fit(x, y, class_weight=class_weight, validation_data=(x, y), **options).history
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "w0": first,
        "history": history,
        "w_end": [weight.tolist() for weight in model.get_weights()],
        "batch_size": options["batch_size"],
        "class_weight": class_weight,
    }


def whole_batch_fit(**options):
    return compiled(**options).fit(x, y, shuffle=False, verbose=0).history


write(
    "packages/training/src/fixtures/losses.json",
    {
        "cases": [
            case(from_logits, weight, reduction)
            for from_logits in (True, False)
            for weight in (None, 2.3, weights)
            for reduction in reductions
        ],
        "sparse_acc_weighted": accuracy(np.array(weights, "float32")),
        "sparse_acc": accuracy(None),
        "class_weight_fit": class_weight_fit(),
        "loss_weights_0.5_fit_history": whole_batch_fit(loss_weights=0.5),
        "no_loss_weights_fit_history": whole_batch_fit(),
    },
)
