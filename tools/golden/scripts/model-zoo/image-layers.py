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


def case(name, kwargs={}, shapes=(SHAPE,), training=False, rounded=False, damaged=False, masked=False):
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
    if masked:
        call["mask"] = tf.constant([[(i + j) % 3 != 0 for j in range(shapes[0][1])] for i in range(shapes[0][0])])
    layer.build([x.shape for x in inputs] if many else inputs[0].shape)
    layer.set_weights([weight(v) for v in layer.weights])
    if name == "Normalization":
        layer.finalize_state()
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        y = layer(tensors if many else tensors[0], **call)
        loss = tf.reduce_sum(y * y * tf.constant(ramp(y.shape)))
    gradients = [] if damaged else tape.gradient(loss, [*tensors, *layer.trainable_variables])
    return {
        "layer": name, "kwargs": kwargs, "shapes": shapes, "training": training, "rounded": rounded, "damaged": damaged, "masked": masked,
        "shape": list(y.shape), "y": numbers(y), "gradients": [numbers(g) for g in gradients],
        "after": [numbers(v) for v in layer.non_trainable_variables if "seed" not in v.name and v.name != "count"],
    }


def initial(name, kwargs, shape=SHAPE):
    keras.utils.set_random_seed(42)
    layer = getattr(layers, name)(**kwargs)
    layer.build(shape)
    return {"layer": name, "kwargs": kwargs, "shape": shape, "weights": [numbers(w) for w in layer.get_weights()]}


def draws(name, kwargs, shape=(2, 3, 2, 4)):
    """Two calls in training, one after the other."""
    layer = getattr(layers, name)(seed=7, **kwargs)
    x = ramp(shape, 2.0)
    return {"layer": name, "kwargs": {"seed": 7, **kwargs}, "shape": shape, "calls": [numbers(layer(x, training=True)) for _ in range(2)]}


def adapted(kwargs, shape, batches=None):
    """Normalization after `adapt` to a tensor, or to batches of so many images, the last one shorter."""
    layer = layers.Normalization(**kwargs)
    x = ramp(shape, 2.0) + ramp(shape[-1:], 3.0)
    layer.adapt(x if batches is None else tf.data.Dataset.from_tensor_slices(x).batch(batches))
    return {"kwargs": kwargs, "shape": shape, "batches": batches, "y": numbers(layer(x)), "weights": [numbers(w) for w in layer.get_weights()]}


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
    case("BatchNormalization", training=True, shapes=((4, 5, 3),), masked=True),
    *(case("Conv2DTranspose", kwargs) for kwargs in [
        dict(filters=3, kernel_size=3), dict(filters=2, kernel_size=3, strides=2, **same), dict(filters=2, kernel_size=2, strides=2), dict(filters=2, kernel_size=(2, 3), strides=(1, 3), use_bias=False),
        dict(filters=2, kernel_size=3, strides=2, **same, output_padding=1), dict(filters=2, kernel_size=3, strides=2, output_padding=(1, 0), activation="relu"),
        dict(filters=2, kernel_size=4, strides=2, **same, activation="elu"), dict(filters=2, kernel_size=2, strides=3, **same),
        dict(filters=2, kernel_size=2, strides=3), dict(filters=2, kernel_size=5, **same, activation="softmax"),
    ]),
    *(case("UpSampling2D", kwargs) for kwargs in [
        {}, dict(size=3), dict(size=(1, 2)), dict(**first), *(dict(size=(2, 3), interpolation=name) for name in ("bilinear", "bicubic", "lanczos3", "lanczos5")), dict(interpolation="bilinear", **first),
    ]),
    *(case("Reshape", dict(target_shape=shape)) for shape in [(20, 6), (-1,), (4, -1, 6), (120,), (1, 2, 3, 20)]),
    *(case("Permute", dict(dims=dims)) for dims in [(1, 2, 3), (3, 1, 2), (2, 1, 3)]),
    *(case("LayerNormalization", kwargs) for kwargs in [{}, dict(axis=1), dict(axis=(1, 2), epsilon=0.1), dict(axis=[1, 2, 3], scale=False), dict(center=False, axis=-2), dict(axis=(-1, 1))]),
    *(case("GroupNormalization", kwargs) for kwargs in [dict(groups=2), dict(groups=1), dict(groups=-1), dict(groups=4, epsilon=0.1, scale=False), dict(groups=3, axis=1), dict(groups=2, axis=-1, center=False), dict(groups=2, axis=-3)]),
    case("GroupNormalization", dict(groups=2), shapes=((3, 4),)),
    *(case("RMSNormalization", kwargs) for kwargs in [{}, dict(axis=3, epsilon=0.1), dict(axis=[2, 3]), dict(axis=[-3, -2, -1])]),
    *(case("UnitNormalization", kwargs) for kwargs in [{}, dict(axis=1), dict(axis=[1, 2])]),
    *(case("PReLU", kwargs) for kwargs in [{}, dict(shared_axes=[1, 2]), dict(shared_axes=3)]),
    *(case("ELU", kwargs, rounded=True) for kwargs in [{}, dict(alpha=0.3)]),
    *(case("Normalization", kwargs) for kwargs in [
        dict(mean=0.5, variance=2.0), dict(mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2.0, 3.0, 0.0]), dict(axis=1, mean=[0.1] * 6, variance=[2.0] * 6, invert=True),
        dict(axis=[], mean=0.5, variance=0.25), {}, dict(axis=[1, 3], invert=True), dict(axis=[2, 3], mean=[0.1, 0.2, 0.3, 0.4], variance=[1.0, 2.0, 3.0, 4.0]),
    ]),
    case("Identity"), case("SpatialDropout2D", dict(rate=0.5)), case("GaussianNoise", dict(stddev=0.5)), case("Dropout", dict(rate=0.5)),
    *(case(name, kwargs, damaged=True) for name, kwargs in [
        ("Conv2DTranspose", dict(filters=2, kernel_size=2)), ("Conv2DTranspose", dict(filters=2, kernel_size=2, activation="relu")), ("UpSampling2D", {}), ("UpSampling2D", dict(interpolation="bilinear")),
        ("LayerNormalization", {}), ("GroupNormalization", dict(groups=2)), ("RMSNormalization", {}), ("UnitNormalization", {}), ("PReLU", {}), ("ELU", {}), ("ELU", dict(alpha=0.3)),
        ("Normalization", dict(mean=0.5, variance=2.0)), ("Permute", dict(dims=(3, 1, 2))), ("Reshape", dict(target_shape=(-1,))),
        ("DepthwiseConv2D", dict(kernel_size=2)), ("DepthwiseConv2D", dict(kernel_size=2, activation="relu6")), ("DepthwiseConv2D", dict(kernel_size=2, activation="relu")),
        ("SeparableConv2D", dict(filters=2, kernel_size=2)), ("BatchNormalization", {}), ("GlobalAveragePooling2D", {}), ("GlobalMaxPooling2D", {}), ("ZeroPadding2D", {}),
        ("Cropping2D", {}),
    ]),
    case("BatchNormalization", training=True, damaged=True),
    *(case(name, shapes=pairs, damaged=True) for name in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Concatenate")),
]
initials = [
    initial("Conv2DTranspose", dict(filters=3, kernel_size=3)),
    initial("PReLU", dict(alpha_initializer="random_uniform")),
    initial("LayerNormalization", dict(beta_initializer="random_uniform", gamma_initializer="random_normal")),
    initial("GroupNormalization", dict(groups=2, gamma_initializer="random_uniform", beta_initializer="random_uniform")),
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
    layers.Conv2DTranspose(6, 3, strides=2, padding="same", activation="elu"),
    layers.LayerNormalization(axis=[2, 3]),
    layers.UpSampling2D((1, 2), interpolation="bilinear"),
    layers.GroupNormalization(groups=3),
    layers.PReLU(shared_axes=[1, 2]),
    layers.SpatialDropout2D(0.25, seed=3),
    layers.GaussianNoise(0.1),
    layers.GaussianDropout(0.1),
    layers.AlphaDropout(0.1),
    layers.ELU(),
    layers.Permute((2, 1, 3)),
    layers.RMSNormalization(),
    layers.UnitNormalization(axis=1),
    layers.Normalization(),
    layers.Normalization(mean=0.5, variance=2.0),
    layers.Identity(),
    layers.ActivityRegularization(l2=0.01),
    layers.GlobalMaxPooling2D(keepdims=True),
    layers.GlobalAveragePooling2D(),
    layers.Reshape((-1, 2)),
    layers.Flatten(),
    layers.Dense(3),
])
for layer in model.layers:
    layer.set_weights([w if v.dtype == "int32" else w + weight(v) * 0.3 for w, v in zip(layer.get_weights(), layer.weights)])
    if isinstance(layer, layers.Normalization):
        layer.finalize_state()
model.save(made("packages/model-zoo/src/fixtures/image-layers.keras"))
write("packages/model-zoo/src/fixtures/image-layers.json", {
    "meta": {**meta(), "script": "model-zoo/image-layers.py"},
    "cases": cases,
    "initials": initials,
    "draws": [
        draws("SpatialDropout2D", dict(rate=0.4)), draws("SpatialDropout2D", dict(rate=0.4, **first)), draws("GaussianNoise", dict(stddev=0.5)), draws("GaussianDropout", dict(rate=0.3)),
        draws("AlphaDropout", dict(rate=0.3)), draws("AlphaDropout", dict(rate=0.5, noise_shape=(None, 1, 1, None))), draws("Dropout", dict(rate=0.5)), draws("Dropout", dict(rate=0.5, noise_shape=(None, 1, 2, 1))),
    ],
    "adapted": [adapted({}, (6, 4, 3)), adapted(dict(axis=[]), (6, 4, 3)), adapted(dict(axis=(1, 2)), (6, 4, 3)), adapted({}, (7, 2, 2, 3), 3), adapted(dict(axis=1, invert=True), (7, 2, 3), 2)],
    "predict": numbers(model.predict(ramp((2, 12, 12, 3), 2.0), verbose=0)),
})
