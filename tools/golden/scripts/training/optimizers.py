"""Writes optimizers.json: the path of one weight of four numbers under every optimizer of Keras, five gradients long, its
configuration and all variables of the optimizer at the end.

The cases share one process: Keras counts the names of variables and optimizers up.
"""

import keras
import numpy as np
from golden import write
from keras import optimizers

start = [1.0, 2.0, 3.0, -4.0]
gradients = [
    [1.0, 6.0, 7.0, 2.0],
    [0.1, -0.2, 0.3, -0.4],
    [0.0, 0.0, 0.5, 0.001],
    [-1.0, 2.0, -3.0, 4.0],
    [0.01, 0.01, 0.01, 0.01],
]
cases = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"centered": True, "momentum": 0.5}),
    ("Adam", {}),
    ("Adam", {"amsgrad": True}),
    ("Adadelta", {}),
    ("Adagrad", {}),
    ("Adamax", {}),
    ("Nadam", {}),
    ("Nadam", {"learning_rate": 0.5, "beta_1": 0.5, "beta_2": 0.67, "epsilon": 1e-5}),
    ("Ftrl", {}),
    (
        "Ftrl",
        {
            "learning_rate": 0.05,
            "learning_rate_power": -0.2,
            "initial_accumulator_value": 0.4,
            "l1_regularization_strength": 0.05,
            "l2_regularization_strength": 0.15,
            "l2_shrinkage_regularization_strength": 0.01,
            "beta": 0.3,
        },
    ),
    ("Adam", {"weight_decay": 0.004}),
    ("Adam", {"clipnorm": 1.0}),
    ("Adam", {"clipvalue": 0.5}),
    ("SGD", {"global_clipnorm": 1.0}),
]


def case(name, options):
    optimizer = getattr(optimizers, name)(**options)
    weight = keras.Variable(start, dtype="float32")
    optimizer.build([weight])
    trajectory = []
    for gradient in gradients:
        optimizer.apply([keras.ops.array(gradient, "float32")])
        trajectory.append(np.asarray(weight).tolist())
    return {
        "optimizer": name,
        "kwargs": options,
        "config": optimizer.get_config(),
        "trajectory": trajectory,
        "variables": [
            {"path": variable.name, "values": np.asarray(variable, "float64").ravel().tolist()}
            for variable in optimizer.variables
        ],
    }


document = {"x0": start, "grads": gradients, "cases": [case(*each) for each in cases]}
write("packages/training/src/fixtures/optimizers.json", document)
