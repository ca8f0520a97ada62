"""Writes layer-training.json: three epochs with what acts between steps: penalties of outputs and weights, and constraints."""

import keras
import numpy as np
from golden import write
from keras import constraints, layers, regularizers

x = np.sin(np.arange(32) * 1.3 + 1).astype("float32").reshape(8, 4)
y = np.arange(8) % 3
cases = {
    "activity": {"activity_regularizer": regularizers.L2(0.01)},
    "activityL1": {"activity_regularizer": "l1", "activation": "silu"},
    "biasL1": {"bias_regularizer": regularizers.L1(0.03)},
    "maxNorm": {"kernel_constraint": constraints.MaxNorm(0.5)},
    "unitNorm": {"kernel_constraint": "unit_norm"},
    "orthogonal": {"kernel_regularizer": regularizers.OrthogonalRegularizer()},
}


def run(options):
    keras.utils.set_random_seed(5)
    model = keras.Sequential([keras.Input((4,)), layers.Dense(6, **options), layers.Dense(3)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss)
    history = model.fit(x, y, batch_size=4, epochs=3, shuffle=False, verbose=0).history
    return {
        "loss": history["loss"],
        "kernel": model.get_weights()[0].ravel().tolist(),
        "evaluate": model.evaluate(x, y, batch_size=4, verbose=0),
    }


write(
    "packages/training/src/fixtures/layer-training.json",
    {"training": {name: run(options) for name, options in cases.items()}},
)
