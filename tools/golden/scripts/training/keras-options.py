"""Writes keras-options.json: the path of one weight under the options that all optimizers share, eight gradients long, how many
steps Keras counted after each, and the weight after the run is finished.
"""

import keras
import numpy as np
from golden import write
from keras import optimizers

names = ["SGD", "RMSprop", "Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Nadam", "Ftrl"]
start = np.array([1, 2, 3, -4], "float32")
gradients = np.array(
    [
        [1, 6, 7, 2],
        [0.1, -0.2, 0.3, -0.4],
        [0, 0, 0.5, 0.001],
        [-1, 2, -3, 4],
        [0.01, 0.01, 0.01, 0.01],
        *np.random.RandomState(5).normal(size=(3, 4)).round(3),
    ],
    "float32",
)
accumulated = {"gradient_accumulation_steps": 2}
averaged = {"use_ema": True, "ema_momentum": 0.8}
cases = [
    *[(name, options) for name in names for options in (accumulated, averaged)],
    ("SGD", {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3, "momentum": 0.9}),
    ("Adam", {"use_ema": True, "ema_overwrite_frequency": 1}),
    ("Nadam", {"gradient_accumulation_steps": 3, "clipnorm": 1.0}),
    ("AdamW", {**accumulated, "use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 2}),
    ("SGD", {"gradient_accumulation_steps": 4, "global_clipnorm": 1.0, "weight_decay": 0.1, "learning_rate": 0.1}),
    ("SGD", accumulated, True),
    ("Adam", accumulated, True),
    *[
        (name, options)
        for name in names
        if name != "AdamW"
        for options in ({"weight_decay": 0.05, "learning_rate": 0.1}, {"clipvalue": 0.4})
    ],
    ("Adam", {"loss_scale_factor": 8.0}),
    ("SGD", {"loss_scale_factor": 3.0, "clipnorm": 0.5}),
    ("SGD", {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
]


def case(name, options, schedule=False):
    rate = {"learning_rate": optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)} if schedule else {}
    optimizer = getattr(optimizers, name)(**options, **rate)
    weight = keras.Variable(start)
    optimizer.build([weight])
    trajectory, iterations = [], []
    for gradient in gradients:
        optimizer.apply([keras.ops.array(gradient)])
        trajectory.append(np.asarray(weight).tolist())
        iterations.append(int(optimizer.iterations))
    optimizer.finalize_variable_values([weight])
    return {
        "optimizer": name,
        "kwargs": options,
        "schedule": schedule,
        "trajectory": trajectory,
        "iterations": iterations,
        "final": np.asarray(weight).tolist(),
    }


write(
    "packages/training/src/optimizers/fixtures/keras-options.json",
    {"x0": start.tolist(), "grads": gradients.tolist(), "cases": [case(*each) for each in cases]},
)
