"""Writes more.json: longer streams of Keras's random functions, and the orders of shuffles that have no seed of their own."""

import keras
import numpy as np
import tensorflow as tf
from golden import write
from seed_pair import seed_pair

ints = lambda values: [int(value) for value in values]
floats = lambda values: np.asarray(values, "float64").ravel().tolist()


def unseeded_shuffles(global_seed):
    """Two orders each of three data sets made one after another: a data set draws its seed when it is made."""
    tf.random.set_seed(global_seed)
    orders = []
    for _ in range(3):
        dataset = tf.data.Dataset.range(10).shuffle(10)
        orders.append([ints(dataset) for _ in range(2)])
    return {"globalSeed": global_seed, "orders": orders}


write(
    "packages/random/src/fixtures/more.json",
    {
        "unseededShuffles": [unseeded_shuffles(seed) for seed in (0, 5, 77)],
        "normal": floats(keras.random.normal((101,), seed=seed_pair([7, 3]))),
        "truncatedNormal": floats(keras.random.truncated_normal((101,), seed=seed_pair([7, 3]))),
        "gamma3_5": floats(keras.random.gamma((100,), 3.5, seed=7)),
        "randintUint8": ints(keras.random.randint((20,), 3, 200, dtype="uint8", seed=5)),
        "uniformOfNegativeSeed": floats(keras.random.uniform((5,), seed=-5)),
    },
)
