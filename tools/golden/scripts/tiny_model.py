"""A small network and the weights that Keras draws for it from seed 123; two fixtures hold it."""

import keras
import numpy as np
from keras import layers

floats = lambda values: np.asarray(values, "float64").ravel().tolist()


def tiny_model():
    keras.utils.set_random_seed(123)
    model = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.RandomFlip(),
            layers.Conv2D(2, 3),
            layers.Dropout(0.2),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )
    kernels = [weight for weight in model.weights if weight.path.endswith("kernel")]
    return {
        "layers": "Input(8,8,3),RandomFlip,Conv2D(2,3),Dropout(.2),Flatten,Dense(2)",
        "conv_kernel": floats(kernels[0]),
        "dense_kernel_first10": floats(kernels[1])[:10],
    }
