"""Makes one-process.json: what Keras gives for a tiny CNN in one process, which several workers of ours must give together.

Weights and data come from a formula: no random numbers anywhere.
"""

import json

import keras
import numpy as np
from golden import made

rows, size, classes, batch, epochs = 48, 12, 3, 8, 3


def values(shape, seed):
    """Values in [-0.5, 0.5) of a linear congruential generator."""
    state, out = seed, []
    for _ in range(int(np.prod(shape))):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        out.append(state / 2**32 - 0.5)
    return np.asarray(out, "float32").reshape(shape)


y = np.arange(rows, dtype="int32") * 7 % classes
x = (values((rows, size, size, 3), 1) + (y[:, None, None, None] - 1).astype("float32") * 0.3).astype("float32")


def run(optimizer, count):
    model = keras.Sequential([
        keras.layers.InputLayer((size, size, 3)),
        keras.layers.Conv2D(4, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(classes),
    ])
    model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.set_weights([
        values((3, 3, 3, 4), 2) * 0.5,
        values((4,), 3) * 0.1,
        values((144, classes), 4) * 0.2,
        values((classes,), 5) * 0.1,
    ])
    data = (x[:count], y[:count])
    history = model.fit(*data, batch_size=batch, epochs=epochs, shuffle=False, verbose=0, validation_data=data, validation_batch_size=batch).history
    return {"history": history, "dense_bias": model.get_weights()[-1].tolist()}


sgd = lambda: keras.optimizers.SGD(0.05, momentum=0.9)
result = {"sgd": run(sgd(), 48), "adam": run(keras.optimizers.Adam(1e-3), 48), "sgd_uneven": run(sgd(), 45)}
with open(made("packages/training/src/cluster/fixtures/one-process.json"), "w") as file:
    json.dump(result, file, indent=1)
