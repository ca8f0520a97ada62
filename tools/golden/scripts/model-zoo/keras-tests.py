"""Writes keras-tests.json: what Keras's own layer tests try and the other fixtures here do not hold.

Masks of Softmax and of BatchNormalization along every axis, initializers with axes, constraints and regularizers with
arguments, and what Keras refuses. Values come from a sine, so that the test makes the same ones.
"""

import keras
import numpy as np
import tensorflow as tf
from golden import meta, write
from keras import layers


def ramp(shape, scale=2.0):
    return (np.sin(np.arange(int(np.prod(shape))) * 1.3 + 1) * scale).astype("float32").reshape(shape)


def kept(shape):
    """A mask that leaves out every third entry."""
    return (np.arange(int(np.prod(shape))) % 3 != 1).reshape(shape)


def numbers(x):
    return [float(str(v)) for v in np.array(x).astype("float32").ravel()]


def masked(name, kwargs, shape, mask_shape, mask=None, training=False):
    layer = getattr(layers, name)(**kwargs)
    x = tf.constant(ramp(shape))
    mask = kept(mask_shape) if mask is None else np.full(mask_shape, mask)
    case = {"layer": name, "kwargs": kwargs, "shape": shape, "mask_shape": mask_shape, "mask": [int(v) for v in mask.ravel()], "training": training}
    call = dict(training=True) if training else {}
    try:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = layer(x, mask=tf.constant(mask), **call)
            loss = tf.reduce_sum(y * y * tf.constant(ramp(y.shape)))
    except Exception as error:
        return {**case, "refused": type(error).__name__}
    return {**case, "y": numbers(y), "gradient": numbers(tape.gradient(loss, x)), "after": [numbers(v) for v in layer.non_trainable_variables]}


def initialized(name, kwargs, shape):
    return {"name": name, "kwargs": kwargs, "shape": shape, "values": numbers(getattr(keras.initializers, name)(seed=7, **kwargs)(shape))}


def noisy(name, noise_shape):
    """Which values two calls of dropout keep, by a mask of a shape of its own."""
    layer = getattr(layers, name)(0.5, noise_shape=noise_shape, seed=7)
    x = np.ones((2, 3, 2, 4), "float32")
    try:
        calls = [[int(v > 0) for v in np.array(layer(x, training=True)).ravel()] for _ in range(2)]
    except Exception as error:
        return {"layer": name, "noise_shape": noise_shape, "refused": type(error).__name__}
    return {"layer": name, "noise_shape": noise_shape, "calls": calls}


kernel = ramp((3, 4))
convolution = ramp((2, 3, 2, 4))
write("packages/model-zoo/src/fixtures/keras-tests.json", {
    "meta": {**meta(), "script": "model-zoo/keras-tests.py"},
    "masked": [
        *(masked("Softmax", dict(axis=axis), (2, 3, 4), shape) for axis, shape in [
            (-1, (2, 3, 4)), (1, (2, 3, 4)), ([1, 2], (2, 3, 4)), (-1, (2, 3, 1)), (-1, (4,)), (-1, (1, 1, 4)), ([0, 2], (3, 4)), (-1, (1, 2, 3, 4)), (-1, (2, 4)), (-1, (2, 3, 8)),
        ]),
        masked("Softmax", {}, (2, 3), (2, 3), mask=False),
        *(masked("BatchNormalization", dict(axis=axis, momentum=0.5), shape, mask_shape, training=training) for training in (True, False) for axis, shape, mask_shape in [
            (-1, (4, 3), (4,)), (-1, (2, 5, 3), (2, 5)), (1, (2, 5, 3), (2, 5)), (-1, (2, 2, 3, 4), (2, 2, 3)), (2, (2, 2, 3, 4), (2, 2, 3)), (-1, (2, 2, 3, 4), (2, 2, 1)), (1, (2, 2, 3, 4), (1, 2, 3)),
            (-1, (2, 2, 3, 4), (2, 2)), (-1, (2, 5, 3), (2, 5, 3)),
        ]),
        masked("BatchNormalization", dict(scale=False, center=False), (4, 5), (4,), mask=False, training=True),
    ],
    "noise": [
        noisy(name, shape) for name in ("Dropout", "AlphaDropout") for shape in [
            None, [4], [2, 1], [1, 4], [2, 4], [None, 1, 4], [], [3], [None, 1, None, 1], [2, 3, 2, 4, 1], [5], [2, 1, 1, 2],
        ]
    ],
    "initializers": [
        initialized(name, kwargs, shape) for kwargs, shape in [(dict(input_axes=[0], output_axes=[1, 2]), (8, 2, 4)), (dict(input_axes=[0, 1], output_axes=[2]), (2, 3, 4)), (dict(input_axes=[-1], output_axes=[0]), (6, 3))]
        for name in ("VarianceScaling", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LecunUniform", "LecunNormal")
    ],
    "constraints": [
        {"name": name, "kwargs": kwargs, "shape": list(w.shape), "values": numbers(getattr(keras.constraints, name)(**kwargs)(tf.constant(w)))} for name, kwargs, w in [
            ("MaxNorm", dict(max_value=0.5), kernel), ("MaxNorm", dict(max_value=1.5, axis=1), kernel), ("MaxNorm", dict(max_value=0.7, axis=[0, 1, 2]), convolution),
            ("UnitNorm", dict(axis=1), kernel), ("UnitNorm", dict(axis=[0, 1, 2]), convolution), ("NonNeg", {}, convolution),
            ("MinMaxNorm", dict(min_value=0.5, max_value=0.8), kernel), ("MinMaxNorm", dict(min_value=3.0, max_value=4.0, rate=0.5, axis=1), kernel), ("MinMaxNorm", dict(rate=0.25, axis=[0, 1, 2]), convolution),
        ]
    ],
    "regularizers": [
        {"name": name, "kwargs": kwargs, "value": float(getattr(keras.regularizers, name)(**kwargs)(tf.constant(kernel)))} for name, kwargs in [
            ("L1", dict(l1=0.1)), ("L2", dict(l2=0.2)), ("L1L2", dict(l1=0.1)), ("L1L2", dict(l2=0.3)), ("L1L2", dict(l1=0.1, l2=0.3)), ("L1", dict(l1=0.0)), ("L2", dict(l2=0)),
            ("OrthogonalRegularizer", dict(factor=0.5)), ("OrthogonalRegularizer", dict(factor=0.5, mode="columns")),
        ]
    ],
})
