"""Writes keras-callbacks.json: what Keras's callbacks do over ten epochs of three batches whose values are given: when training
stops, which rates follow, which files are saved, what is printed.

The model's one weight is the number of the epoch. NaN is null.
"""

import contextlib
import io
import math
import os
import re
import tempfile

import keras
import numpy as np
from golden import write
from keras import callbacks

sequences = {
    "dip": [1.0, 0.8, 0.79, 0.795, 0.7, 0.71, 0.72, 0.73, 0.74, 0.75],
    "flat": [1.0, 0.99995, 0.9999, 0.9998, 0.9997, 0.99965, 0.9996, 0.9995, 0.9994, 0.9993],
    "up": [0.1, 0.2, 0.15, 0.3, 0.3, 0.29, 0.28, 0.31, 0.3, 0.29],
    "nan": [1.0, None, 0.9, 0.95, 0.8, None, 0.85, 0.9, 1, 1],
}
up = {"monitor": "val_accuracy", "mode": "max"}
early = [
    ("dip", {"patience": 2}),
    ("dip", {"patience": 3, "restoreBestWeights": True, "verbose": 1}),
    ("dip", {"patience": 0}),
    ("dip", {"patience": 2, "baseline": 0.5}),
    ("dip", {"patience": 2, "minDelta": 0.05, "restoreBestWeights": True}),
    ("flat", {"patience": 2, "minDelta": 1e-4}),
    ("up", {**up, "patience": 2, "restoreBestWeights": True}),
    ("up", {**up, "patience": 1, "startFromEpoch": 4, "verbose": 1, "restoreBestWeights": True}),
    ("nan", {"patience": 2, "restoreBestWeights": True}),
    ("dip", {"patience": 20, "restoreBestWeights": True, "verbose": 1}),
]
plateau = [
    ("dip", {"patience": 2, "factor": 0.5}),
    ("dip", {"patience": 1, "factor": 0.1, "cooldown": 2, "minLr": 0.0005, "verbose": 1}),
    ("flat", {"patience": 2, "factor": 0.2, "minDelta": 0.001}),
    ("up", {**up, "patience": 1, "factor": 0.5, "cooldown": 1}),
    ("nan", {"patience": 1, "factor": 0.5}),
    ("dip", {"patience": 0, "factor": 0.5}),
]
checkpoint = [
    ("dip", {"filepath": "m-{epoch:02d}-{val_loss:.2f}.keras"}),
    ("dip", {"filepath": "best-{epoch}.keras", "saveBestOnly": True, "verbose": 1}),
    (
        "up",
        {
            **up,
            "filepath": "{epoch:03d}_{val_accuracy:.4f}.weights.h5",
            "saveBestOnly": True,
            "saveWeightsOnly": True,
        },
    ),
    ("dip", {"filepath": "b{epoch}-{batch}.keras", "saveFreq": 2}),
    ("dip", {"filepath": "b{epoch}-{batch:03d}-{loss:.3f}.keras", "saveFreq": 4}),
    ("dip", {"filepath": "t.keras", "saveBestOnly": True, "initialValueThreshold": 0.75}),
    ("nan", {"filepath": "n{epoch}.keras", "saveBestOnly": True}),
]


def python_names(options):
    return {re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", key): value for key, value in options.items()}


def network():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
    return model


def play(callback, sequence, monitor):
    """What is left of a run: epochs run, the weight, the rate after each epoch, names of saved files, what was printed."""
    model = network()
    saved, rates, ran = [], [], 0
    model.save = model.save_weights = lambda path, **_: saved.append(str(path))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        callback.set_model(model)
        callback.set_params({})
        callback.on_train_begin({})
        for epoch, value in enumerate(sequences[sequence]):
            value = math.nan if value is None else value
            model.set_weights([np.full((1, 1), epoch, "float32")])
            callback.on_epoch_begin(epoch, {})
            for batch in range(3):
                callback.on_train_batch_end(batch, {"loss": value})
            callback.on_epoch_end(epoch, {"loss": value + 0.01, monitor: value})
            rates.append(float(model.optimizer.learning_rate))
            ran = epoch + 1
            if model.stop_training:
                break
        callback.on_train_end({})
    weight = int(model.get_weights()[0][0, 0])
    return {"ran": ran, "weight": weight, "lrs": rates, "saved": saved, "printed": printed.getvalue()}


def rows(make, cases, keys):
    for sequence, options in cases:
        left = play(make(**python_names(options)), sequence, options.get("monitor", "val_loss"))
        yield {"sequence": sequence, "options": options, **{key: left[key] for key in keys}}


logs = [
    {"loss": 1.2345678901234567, "accuracy": 0.5, "val_loss": 1e-5},
    {"loss": 1e-7, "accuracy": 0.25, "val_loss": math.nan},
    {"loss": 123456789.0, "accuracy": 1.0},
]
without_validation = [
    {"loss": 1e16, "accuracy": 1e22},
    {"loss": 1.5e-4, "accuracy": 9.999e-5, "val_loss": 3.0},
]


def logged(path, epochs, **options):
    logger = callbacks.CSVLogger(path, **options)
    logger.set_model(network())
    logger.on_train_begin()
    for epoch, values in epochs:
        logger.on_epoch_end(epoch, values)
    logger.on_train_end()
    with open(path, newline="", encoding="utf-8") as file:
        return file.read()


def csv(options):
    path = "options.csv"
    return {
        "options": options,
        "text": logged(path, enumerate(logs), **options),
        "appended": logged(path, [(3, logs[0])], append=True, **options),
    }


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    document = {
        "early": list(rows(callbacks.EarlyStopping, early, ["ran", "weight", "printed"])),
        "plateau": list(rows(callbacks.ReduceLROnPlateau, plateau, ["lrs", "printed"])),
        "checkpoint": list(rows(callbacks.ModelCheckpoint, checkpoint, ["saved", "printed"])),
        "csv": [csv({}), csv({"separator": ";"})],
        "csv_noval": logged("none.csv", enumerate(without_validation)),
        "sequences": sequences,
    }
    os.chdir("/")
write("packages/training/src/callbacks/fixtures/keras-callbacks.json", document)
