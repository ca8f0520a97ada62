"""Writes keras2-functions/*: models of Keras 2 with TensorFlow's functions between their layers, and a tensor taken twice.

As `.h5` files and as the `.keras` files that tf.keras wrote from 2.12 on, with what they predict.
"""

import json
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import numpy as np
import tensorflow as tf
import tf_keras as keras
from golden import made
from tf_keras import layers as L


def twice():
    left, right = keras.Input((4,), name="left"), keras.Input((3,), name="right")
    x = L.concatenate([L.Dense(4, activation="relu")(left), right])
    return keras.Model([left, right], [L.Dense(2)(L.add([x, x])), L.Dense(1)(x)])


def functions():
    start = keras.Input((4, 4, 3))
    x = tf.pad(tf.image.resize(start, (6, 6)), [[0, 0], [1, 1], [1, 1], [0, 0]])
    x = tf.reduce_mean(L.Conv2D(4, 3)(x), axis=[1, 2])
    y = tf.where(x > 0.1, x, -x)
    z = tf.stack([tf.math.l2_normalize(y, axis=-1), tf.cast(x, tf.float32)], axis=1)
    return keras.Model(start, tf.concat([tf.reshape(z, [-1, 8]), 1.0 - y, y / 2.0, y**2.0], axis=-1))


def slices():
    start = keras.Input((6, 6, 3))
    a, b = start[:, 1:5, ::2, :], start[..., 0]
    return keras.Model(start, L.Dense(2)(L.Concatenate()([L.Flatten()(a), L.Flatten()(b)])))


def attention():
    start = keras.Input((5, 6))
    x = L.MultiHeadAttention(2, 3)(start, start)
    return keras.Model(start, L.GlobalAveragePooling1D()(L.LayerNormalization()(x + start)))


def values(shape):
    drawn = np.arange(int(np.prod(shape)), dtype="int64") * 7919 % 1009
    return (drawn.astype("float32") / np.float32(1009)).reshape(shape)


first = made("packages/keras-format/src/fixtures/keras2-functions/models.json")
folder = os.path.dirname(first)
found = {}
for make, suffix in [(twice, ".h5"), (functions, ".h5"), (functions, ".keras"), (slices, ".h5"), (attention, ".keras")]:
    keras.utils.set_random_seed(len(make.__name__))
    keras.backend.clear_session()
    model = make()
    xs = [values((2, *tensor.shape[1:])) for tensor in model.inputs]
    ys = model(xs if len(xs) > 1 else xs[0], training=False)
    ys = ys if isinstance(ys, (list, tuple)) else [ys]
    name = make.__name__ + suffix
    model.save(os.path.join(folder, name))
    found[name] = {
        "file": name,
        "inputs": [list(x.shape) for x in xs],
        "high": 1.0,
        "whole": None,
        "outputs": [{"shape": list(y.shape), "values": y.numpy().ravel().tolist()} for y in ys],
        "parameters": int(model.count_params()),
        "step": None,
    }
with open(first, "w") as file:
    json.dump({"models": found, "optimizers": {}}, file)
    file.write("\n")
