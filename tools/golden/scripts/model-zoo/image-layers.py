"""Makes image-layers.json: what Keras's other layers give for images, their gradients, the averages that they move, what they do
with NaN, and their initial weights by a seed; and image-layers.keras with its predictions.

No case with channels first has as many filters as columns: Keras then adds the bias along the columns (`ops.add` takes it for
channels last), a fault that is not followed.

Values come from a sine, so that the test makes the same ones. The loss of the gradients is `sum(y * y * ramp)`.
"""

import keras
import numpy as np
import tensorflow as tf
from golden import made, meta, write
from keras import layers

SHAPE = (2, 6, 5, 4)


def ramp(shape, scale=1.0, shift=0.0):
    size = int(np.prod(shape))
    return (np.sin(np.arange(size) * 1.3 + 1 + shift) * scale).astype("float32").reshape(shape)


def numbers(x):
    """A flat list, in the digits that tell float32 values apart; NaN and infinities as words, which JSON has no numbers for."""
    return [float(str(v)) if np.isfinite(v) else str(v) for v in np.array(x).astype("float32").ravel()]


def weight(variable):
    value = ramp(variable.shape, 0.5)
    return np.abs(value) + 0.1 if "variance" in variable.name else value


def case(name, kwargs={}, shapes=(SHAPE,), training=False, rounded=False, damaged=False):
    keras.utils.set_random_seed(1)
    layer = getattr(layers, name)(**kwargs)
    inputs = [ramp(shape, 2.0, shift) for shift, shape in enumerate(shapes)]
    if rounded:
        inputs = [np.round(x).astype("float32") for x in inputs]
    if damaged:
        inputs[0].ravel()[7] = np.nan
        inputs[0].ravel()[60] = np.inf
    tensors = [tf.constant(x) for x in inputs]
    many = len(tensors) > 1
    call = dict(training=training) if training else {}
    layer.build([x.shape for x in inputs] if many else inputs[0].shape)
    layer.set_weights([weight(v) for v in layer.weights])
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        y = layer(tensors if many else tensors[0], **call)
        loss = tf.reduce_sum(y * y * tf.constant(ramp(y.shape)))
    gradients = [] if damaged else tape.gradient(loss, [*tensors, *layer.trainable_variables])
    return {
        "layer": name, "kwargs": kwargs, "shapes": shapes, "training": training, "rounded": rounded, "damaged": damaged,
        "shape": list(y.shape), "y": numbers(y), "gradients": [numbers(g) for g in gradients],
        "after": [numbers(v) for v in layer.non_trainable_variables if "seed" not in v.name],
    }


def initial(name, kwargs, shape=SHAPE):
    keras.utils.set_random_seed(42)
    layer = getattr(layers, name)(**kwargs)
    layer.build(shape)
    return {"layer": name, "kwargs": kwargs, "shape": shape, "weights": [numbers(w) for w in layer.get_weights()]}


same = dict(padding="same")
first = dict(data_format="channels_first")
pairs = (SHAPE, SHAPE)
cases = [
    *(case("DepthwiseConv2D", kwargs) for kwargs in [
        dict(kernel_size=3), dict(kernel_size=3, **same), dict(kernel_size=(2, 3), depth_multiplier=2, activation="relu6"),
        dict(kernel_size=3, strides=2, **same, use_bias=False), dict(kernel_size=2, dilation_rate=2, **same, activation="relu"),
        dict(kernel_size=2, dilation_rate=(1, 2), depth_multiplier=3), dict(kernel_size=2, strides=2, dilation_rate=2, **same),
        dict(kernel_size=2, strides=2, dilation_rate=(2, 1)), dict(kernel_size=3, **first, **same, activation="silu"),
        dict(kernel_size=(1, 3), activation="elu"),
    ]),
    *(case("SeparableConv2D", kwargs) for kwargs in [
        dict(filters=3, kernel_size=3), dict(filters=2, kernel_size=2, depth_multiplier=2, **same, activation="relu"),
        dict(filters=2, kernel_size=3, strides=2, **same), dict(filters=2, kernel_size=2, dilation_rate=2, use_bias=False, **same),
        dict(filters=2, kernel_size=2, dilation_rate=2, strides=2, **same), dict(filters=2, kernel_size=2, **first),
    ]),
    *(case("BatchNormalization", kwargs, training=training) for training in (False, True) for kwargs in [
        {}, dict(axis=1, momentum=0.9), dict(epsilon=0.1, scale=False), dict(center=False), dict(center=False, scale=False, axis=2),
    ]),
    case("BatchNormalization", training=True, shapes=((6, 4),)),
    case("BatchNormalization", training=True, shapes=((6, 3, 4),)),
    case("BatchNormalization", training=True, shapes=((2, 2, 3, 2, 4),)),
    case("BatchNormalization", dict(trainable=False), training=True),
    *(case(name, kwargs, rounded=rounded) for name in ("GlobalAveragePooling2D", "GlobalMaxPooling2D")
      for kwargs, rounded in [({}, False), ({}, True), (dict(keepdims=True), False), (first, False), (dict(keepdims=True, **first), True)]),
    *(case("ZeroPadding2D", kwargs) for kwargs in [{}, dict(padding=2), dict(padding=(0, 1)), dict(padding=((1, 0), (0, 3))), dict(padding=((1, 2), (3, 4)), **first)]),
    *(case("Cropping2D", kwargs) for kwargs in [{}, dict(cropping=1), dict(cropping=(2, 1)), dict(cropping=((1, 0), (0, 2))), dict(cropping=((1, 2), (1, 0)), **first)]),
    *(case(name, shapes=shapes, rounded=rounded) for name in ("Add", "Multiply", "Average", "Maximum", "Minimum") for shapes, rounded in [
        (pairs, False), (pairs, True), ((SHAPE, SHAPE, SHAPE), False), ((SHAPE, (2, 1, 1, 4)), False), ((SHAPE, (2, 4)), False), (((2, 1, 5, 1), (2, 6, 1, 4)), False),
    ]),
    case("Subtract", shapes=pairs), case("Subtract", shapes=(SHAPE, (2, 1, 1, 4))),
    case("Concatenate", shapes=pairs), case("Concatenate", shapes=(SHAPE, (2, 6, 5, 2), (2, 6, 5, 1))), case("Concatenate", dict(axis=1), shapes=(SHAPE, (2, 1, 5, 4))),
    case("Concatenate", dict(axis=-2), shapes=(SHAPE, (2, 6, 2, 4))),
    *(case(name, kwargs, damaged=True) for name, kwargs in [
        ("DepthwiseConv2D", dict(kernel_size=2)), ("DepthwiseConv2D", dict(kernel_size=2, activation="relu6")), ("DepthwiseConv2D", dict(kernel_size=2, activation="relu")),
        ("SeparableConv2D", dict(filters=2, kernel_size=2)), ("BatchNormalization", {}), ("GlobalAveragePooling2D", {}), ("GlobalMaxPooling2D", {}), ("ZeroPadding2D", {}),
        ("Cropping2D", {}),
    ]),
    case("BatchNormalization", training=True, damaged=True),
    *(case(name, shapes=pairs, damaged=True) for name in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Concatenate")),
]
initials = [
    initial("DepthwiseConv2D", dict(kernel_size=3, depth_multiplier=2)),
    initial("DepthwiseConv2D", dict(kernel_size=2, depthwise_initializer="he_normal", bias_initializer="random_normal")),
    initial("SeparableConv2D", dict(filters=3, kernel_size=3)),
    initial("SeparableConv2D", dict(filters=3, kernel_size=2, pointwise_initializer="he_uniform", bias_initializer="random_uniform")),
    initial("BatchNormalization", {}),
    initial("BatchNormalization", dict(beta_initializer="random_normal", gamma_initializer="random_uniform", moving_mean_initializer="random_normal", moving_variance_initializer="random_uniform")),
]

keras.utils.set_random_seed(11)
model = keras.Sequential([
    keras.Input((12, 12, 3)),
    layers.ZeroPadding2D(((1, 0), (0, 1))),
    layers.Conv2D(4, 3, strides=2, use_bias=False, padding="same"),
    layers.BatchNormalization(momentum=0.9),
    layers.ReLU(max_value=6),
    layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, depthwise_regularizer="l2", activation="relu6"),
    layers.BatchNormalization(axis=-1, epsilon=0.01, beta_constraint="max_norm", gamma_regularizer="l1"),
    layers.SeparableConv2D(5, 3, padding="same", activation="silu", pointwise_regularizer="l2", depthwise_constraint="max_norm"),
    layers.Cropping2D(1),
    layers.GlobalMaxPooling2D(keepdims=True),
    layers.GlobalAveragePooling2D(),
    layers.Dense(3),
])
for layer in model.layers:
    layer.set_weights([w + weight(v) * 0.3 for w, v in zip(layer.get_weights(), layer.weights)])
model.save(made("packages/model-zoo/src/fixtures/image-layers.keras"))
write("packages/model-zoo/src/fixtures/image-layers.json", {
    "meta": {**meta(), "script": "model-zoo/image-layers.py"},
    "cases": cases,
    "initials": initials,
    "predict": numbers(model.predict(ramp((2, 12, 12, 3), 2.0), verbose=0)),
})
