"""Writes keras2/*.h5 and keras2/models.json: models as Keras 2 saved them, with what they predict.

Keras 2 lives on as the package tf_keras, which `requirements-alone.txt` pins.
"""

import json
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import numpy as np
import tensorflow as tf
import tf_keras as keras
from golden import made
from tf_keras import layers as L


def sequential():
    return keras.Sequential(
        [
            L.InputLayer(input_shape=(8, 8, 3)),
            L.Rescaling(1 / 2),
            L.Conv2D(4, 3, padding="same"),
            L.BatchNormalization(),
            L.LeakyReLU(alpha=0.2),
            L.MaxPooling2D(),
            L.Dropout(0.3),
            L.SeparableConv2D(4, 3, activation="relu"),
            L.DepthwiseConv2D(2),
            L.Flatten(),
            L.Dense(3, activation="softmax"),
        ]
    )


def functional():
    start = keras.Input((8, 8, 3))
    x = L.Conv2D(4, 3, padding="same", activation="relu")(start)
    y = L.Conv2D(4, 3, padding="same")(x)
    z = L.Concatenate()([L.Add()([x, y]), start])
    return keras.Model(start, L.Dense(3)(L.GlobalAveragePooling2D()(z)))


def nested():
    base = keras.Sequential([keras.Input((6, 6, 3)), L.Conv2D(4, 3), L.BatchNormalization(), L.ReLU()], name="base")
    base.trainable = False
    start = keras.Input((6, 6, 3))
    return keras.Model(start, L.Dense(3)(L.Flatten()(base(start, training=False))))


def expressions():
    start = keras.Input((6,))
    x = L.Dense(4)(start * 2.0 + 1.0)
    y = tf.nn.relu(x) - 0.5
    return keras.Model(start, L.Dense(2)(tf.concat([y, x], axis=-1)))


def recurrent():
    start = keras.Input((5, 4))
    x = L.LSTM(3, return_sequences=True)(start)
    x = L.Bidirectional(L.GRU(3, return_sequences=True))(x)
    return keras.Model(start, L.Dense(2)(L.SimpleRNN(3)(x)))


def values(shape, high=1.0):
    drawn = np.arange(int(np.prod(shape)), dtype="int64") * 7919 % 1009
    return (drawn.astype("float32") / np.float32(1009) * np.float32(high)).reshape(shape)


first = made("packages/keras-format/src/fixtures/keras2/models.json")
folder = os.path.dirname(first)
found = {}
for name, make in {k: v for k, v in globals().items() if k in ("sequential", "functional", "nested", "expressions", "recurrent")}.items():
    keras.utils.set_random_seed(len(name))
    keras.backend.clear_session()
    model = make()
    for i, weight in enumerate(model.weights):
        if "kernel" in weight.name or "recurrent" in weight.name:
            continue
        step = (np.arange(int(np.prod(weight.shape))) * 31 + i * 17) % 23 / 23
        positive = "gamma" in weight.name or "variance" in weight.name
        weight.assign((0.8 + 0.4 * step if positive else 0.2 * step - 0.1).reshape(weight.shape).astype("float32"))
    x = values((2, *model.input_shape[1:]))
    if name == "sequential":
        model.compile("adam", "mse")
        model.train_on_batch(x, values((2, 3)))
    y = model(x, training=False).numpy()
    model.save(os.path.join(folder, name + ".h5"))
    model.save_weights(os.path.join(folder, name + ".weights-only.h5"))
    found[name] = {
        "file": name + ".h5",
        "inputs": [list(x.shape)],
        "high": 1.0,
        "whole": None,
        "outputs": [{"shape": list(y.shape), "values": y.ravel().tolist()}],
        "parameters": int(model.count_params()),
        "step": None,
    }
with open(first, "w") as file:
    json.dump({"models": found, "optimizers": {}}, file)
    file.write("\n")
