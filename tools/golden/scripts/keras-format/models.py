"""Writes models/*.keras and models.json: a small network as Keras saves it after two epochs with each of five optimizers, compiled
only, and not compiled, with what it predicts.

The models are made one after another in one process: Keras counts the names of their layers and optimizers up.
"""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import numpy as np
import tensorflow as tf
from golden import made, write
from keras import layers, optimizers

images = np.random.RandomState(0).randint(0, 256, (6, 8, 8, 3)).astype("float32")
labels = np.arange(6) % 3


def network():
    keras.utils.set_random_seed(5)
    return keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.RandomFlip("horizontal", seed=7),
            layers.RandomRotation(0.1, seed=8),
            layers.RandomZoom(0.1, seed=9),
            layers.Rescaling(1.0 / 255),
            layers.Conv2D(4, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(6, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.2, seed=10),
            layers.Flatten(),
            layers.Dense(8, activation="relu"),
            layers.Dense(3, name="outputs"),
        ],
        name="tiny_flowers",
    )


def saved(name, optimizer, epochs):
    model = network()
    history = None
    if optimizer:
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
    if epochs:
        history = model.fit(images, labels, batch_size=3, epochs=epochs, shuffle=False, verbose=0).history
    file = f"models/{name}.keras"
    model.save(made(f"packages/keras-format/src/fixtures/{file}"))
    flat = lambda values: np.asarray(values).ravel().tolist()
    return {
        "file": file,
        "x": images.astype(int).ravel().tolist(),
        "predict": flat(model.predict(images, verbose=0)),
        "history": history,
        "optimizer_variables": [variable.path for variable in model.optimizer.variables] if optimizer else None,
        "weights": [
            {"path": weight.path, "shape": list(weight.shape), "first4": flat(weight)[:4]} for weight in model.weights
        ],
    }


models = [
    saved("adam", "adam", 2),
    saved("sgd_momentum", optimizers.SGD(0.01, momentum=0.9), 2),
    saved("nadam", "nadam", 2),
    saved("ftrl", "ftrl", 2),
    saved("rmsprop", "rmsprop", 2),
    saved("uncompiled", None, 0),
    saved("compiled_not_fitted", "adam", 0),
]
meta = {"tensorflow": tf.__version__, "keras": keras.__version__}
write("packages/keras-format/src/fixtures/models.json", {"meta": meta, "models": models})
