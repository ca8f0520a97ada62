"""Writes keras.json: initial weights of a small model and of every initializer, and dropout's masks, from seeds."""

import keras
import numpy as np
from golden import write
from keras import initializers, layers
from tiny_model import tiny_model

floats = lambda values: np.asarray(values, "float64").ravel().tolist()


def dropout(seed):
    layer = layers.Dropout(0.2, seed=seed)
    return {"seed": seed, "calls": [floats(layer(np.ones(20, "float32"), training=True)) for _ in range(2)]}


def initial(name, shape):
    make = getattr(initializers, name[0].upper() + name[1:])
    return {"name": name, "shape": shape, "values": floats(make(seed=7)(shape))}


shapes = [
    ("glorotNormal", (3, 3, 2, 4)),
    ("heUniform", (5, 4)),
    ("heNormal", (3, 3, 2, 4)),
    ("lecunUniform", (5, 4)),
    ("lecunNormal", (5, 4)),
    ("randomUniform", (5, 4)),
    ("randomNormal", (5, 4)),
    ("truncatedNormal", (5, 4)),
    ("varianceScaling", (5, 4)),
    ("orthogonal", (3, 5)),
    ("orthogonal", (2, 3, 4)),
]
write(
    "packages/model-zoo/src/fixtures/keras.json",
    {
        "model": tiny_model(),
        "glorotUniformSeed42": floats(initializers.GlorotUniform(seed=42)((3, 3, 3, 4))),
        "dropout": [dropout(seed) for seed in (3, 7)],
        "initializersSeed7": [initial(name, shape) for name, shape in shapes],
    },
)
