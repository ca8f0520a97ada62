"""Writes rng.json: what NumPy's and Python's generators, TensorFlow's stateless ones and Keras's layers draw from a seed.

Orders of 3,670 files are told by both ends and the SHA-256 of all numbers joined by commas.
"""

import hashlib
import random

import keras
import numpy as np
import tensorflow as tf
from golden import meta, write
from keras import layers
from seed_pair import seed_pair
from tiny_model import tiny_model

ints = lambda values: [int(value) for value in values]
floats = lambda values: np.asarray(values, "float64").ravel().tolist()


def numpy_shuffle(seed, n):
    order = list(range(n))
    np.random.RandomState(seed).shuffle(order)
    if n <= 100:
        return {"seed": seed, "n": n, "order": order}
    digest = hashlib.sha256(",".join(map(str, order)).encode()).hexdigest()
    return {"seed": seed, "n": n, "first10": order[:10], "last10": order[-10:], "sha256_csv": digest}


def numpy_words(seed):
    return {"seed": seed, "first8": ints(np.random.RandomState(seed).randint(0, 2**32, 8, dtype=np.uint32))}


def numpy_randint(seed):
    np.random.seed(seed)
    return {"seed": seed, "draws": [int(np.random.randint(1e6)) for _ in range(5)]}


def python_randint(seed):
    random.seed(seed)
    return {"seed": seed, "draws": [random.randint(1, 10**9) for _ in range(6)]}


def stateless(pair):
    draw = lambda function, *arguments, **options: floats(function(*arguments, seed=seed_pair(pair), **options))
    seed = tf.constant([part % (2**31 - 2) for part in pair], "int32")
    return {
        "seed": pair,
        "uniform01_n10": draw(keras.random.uniform, (10,)),
        "uniform_-0.2_0.3_n6": draw(keras.random.uniform, (6,), minval=-0.2, maxval=0.3),
        "normal_n6": draw(keras.random.normal, (6,)),
        "randint_0_11_n10": ints(keras.random.randint((10,), 0, 11, seed=seed_pair(pair))),
        "full_uint32_n8": ints(tf.random.stateless_uniform((8,), seed, None, None, "uint32")),
        "gamma_0.2_n4": draw(keras.random.gamma, (4,), 0.2),
        "gamma_1_n4": draw(keras.random.gamma, (4,), 1.0),
        "truncated_normal_n6": draw(keras.random.truncated_normal, (6,)),
    }


def dropout(seed):
    layer = layers.Dropout(0.2, seed=seed)
    return {"seed": seed, "calls": [floats(layer(np.ones(20, "float32"), training=True)) for _ in range(2)]}


seeds = [0, 1, 42, 123, 1337, 2**31, 2**32 - 1]
glorot = keras.initializers.GlorotUniform(seed=42)
write(
    "packages/random/src/fixtures/rng.json",
    {
        "meta": meta(),
        "numpy_shuffle": [numpy_shuffle(seed, n) for seed in seeds for n in (1, 2, 3, 5, 10, 64, 100, 3670)],
        "numpy_uint32": [numpy_words(seed) for seed in seeds],
        "numpy_randint_1e6": [numpy_randint(seed) for seed in (0, 1, 123)],
        "python_randint_1_1e9": [python_randint(seed) for seed in (0, 1, 123, 2**40)],
        "stateless": [stateless(pair) for pair in ([0, 0], [7, 0], [7, 1], [1337, 0], [1337, 5], [2**31 - 3, 2])],
        "keras_shuffle_arange8_seed": [
            {"seed": seed, "order": ints(keras.random.shuffle(np.arange(8), seed=seed))} for seed in (0, 7, 1337)
        ],
        "keras_beta_0.2_n5": [
            {"seed": seed, "values": floats(keras.random.beta((5,), 0.2, 0.2, seed=seed))} for seed in (7, 9)
        ],
        "dropout_0.2_ones20": [dropout(seed) for seed in (3, 7)],
        "glorot_uniform_3_3_3_4_seed42": floats(glorot((3, 3, 3, 4))),
        "set_random_seed_123_model": tiny_model(),
    },
)
