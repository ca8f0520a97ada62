"""Models of every kind of layer, saved by Keras with what it predicts and what one training step makes of them.

Without arguments it makes the fixtures; `kinds.py FOLDER` writes all of them, the ones of keras.applications too, and of each
that trains two steps with momentum, for the optimizer's state.
"""

import json
import os
import sys

import keras
import numpy as np
from keras import layers, ops

L = layers
MAKERS = {}
APPLICATIONS = []
# Small enough to lie in the repository; the others are made when a test asks for them.
KEPT = (
    "functional several_inputs nested normalizing other_axes activations gated operations mixed_precision half_precision "
    "brain_precision fitted_images whole_h5"
).split()


def model(scale=1.0, step=True, whole=None, suffix=".keras"):
    """Enters a maker in the table: `scale` is the largest input, `whole` the number of whole numbers to draw from."""

    def enter(make):
        MAKERS[make.__name__] = (make, scale, step, whole, suffix)
        return make

    return enter


def image(size=8, channels=3):
    return keras.Input((size, size, channels))


def head(x, units=3):
    return L.Dense(units)(L.Flatten()(x))


@model(step=False)
def sequential():
    return keras.Sequential(
        [
            image(),
            L.Rescaling(2.0, offset=-1),
            L.Conv2D(4, 3, padding="same", activation="relu"),
            L.BatchNormalization(),
            L.MaxPooling2D(),
            L.AveragePooling2D(2, padding="same"),
            L.Dropout(0.3),
            L.Flatten(),
            L.Dense(3, activation="softmax"),
        ]
    )


@model()
def functional():
    start = image()
    a = L.Conv2D(4, 3, padding="same", activation="relu")(start)
    b = L.Conv2D(4, 3, padding="same")(a)
    c = L.Add()([a, b])
    d = L.Concatenate()([c, start])
    return keras.Model(start, head(L.GlobalAveragePooling2D()(d)), name="residual")


@model()
def several_inputs():
    a, b = keras.Input((4,), name="left"), keras.Input((3,), name="right")
    x = L.Concatenate()([L.Dense(5, activation="tanh")(a), b])
    return keras.Model([a, b], [L.Dense(2, name="first")(x), L.Dense(1, name="second", activation="sigmoid")(x)])


@model()
def named_outputs():
    a, b = keras.Input((4,), name="left"), keras.Input((3,), name="right")
    x = L.Concatenate()([L.Dense(5, activation="tanh")(a), b])
    return keras.Model({"a": a, "b": b}, {"y": L.Dense(2)(x), "z": L.Dense(1)(x)})


@model()
def shared():
    a, b = keras.Input((4,)), keras.Input((4,))
    both = L.Dense(5, activation="relu", name="both")
    return keras.Model([a, b], L.Dense(2)(L.Subtract()([both(a), both(b)])))


@model()
def nested():
    inner = keras.Sequential([keras.Input((5,)), L.Dense(4, activation="relu"), L.Dense(5)], name="inner")
    start = keras.Input((5,))
    x = L.Add()([inner(start), start])
    block = keras.Model(start, L.LayerNormalization()(x), name="block")
    outer = keras.Input((5,))
    return keras.Model(outer, L.Dense(2)(block(block(outer))), name="outer")


@model()
def nested_in_sequential():
    inner = keras.Sequential([image(6), L.Conv2D(3, 3, use_bias=False), L.ReLU()], name="features")
    return keras.Sequential([image(6), inner, keras.Sequential([L.Flatten(), L.Dense(3)])])


@model()
def separable():
    start = image()
    x = L.SeparableConv2D(5, 3, padding="same", depth_multiplier=2, activation="relu")(start)
    x = L.DepthwiseConv2D(3, depth_multiplier=2, strides=2, padding="same", activation="relu6")(x)
    x = L.Conv2D(6, 3, padding="same", groups=2)(x)
    x = L.Conv2D(6, 3, padding="same", dilation_rate=2)(x)
    return keras.Model(start, head(x))


@model()
def normalizing():
    start = image(6, 4)
    x = L.BatchNormalization(momentum=0.9, scale=False)(start)
    x = L.LayerNormalization(epsilon=1e-6)(x)
    x = L.GroupNormalization(groups=2)(x)
    x = L.Conv2D(4, 1)(x)
    x = L.BatchNormalization(center=False)(x)
    x = L.UnitNormalization()(x)
    x = L.RMSNormalization()(x)
    x = L.LayerNormalization(axis=[1, 2])(x)
    return keras.Model(start, head(x))


@model()
def other_axes():
    start = image(6, 4)
    x = L.BatchNormalization(axis=1)(start)
    x = L.BatchNormalization(axis=2, scale=False)(L.Conv2D(4, 1)(x))
    y = L.Softmax(axis=1)(x)
    z = L.PReLU(shared_axes=[2], alpha_initializer=keras.initializers.Constant(0.1))(x)
    return keras.Model(start, head(L.Concatenate(axis=-2)([y, z])))


@model()
def growing():
    start = image(4)
    x = L.Conv2DTranspose(4, 3, strides=2, padding="same", activation="relu")(start)
    x = L.ZeroPadding2D(((1, 0), (0, 2)))(x)
    x = L.UpSampling2D(2)(x)
    x = L.UpSampling2D(2, interpolation="bilinear")(x)
    x = L.Cropping2D(((1, 2), (3, 1)))(x)
    x = L.Conv2DTranspose(2, 3, strides=3, padding="valid", output_padding=1)(x)
    x = L.Conv2DTranspose(2, 3, dilation_rate=2)(x)
    return keras.Model(start, head(L.MaxPooling2D(8)(x)))


@model(scale=2.0)
def activations():
    start = keras.Input((6,))
    names = (
        "elu selu relu relu6 leaky_relu celu gelu silu hard_silu mish exponential sigmoid hard_sigmoid sparse_sigmoid "
        "log_sigmoid tanh hard_tanh tanh_shrink soft_shrink hard_shrink softplus softsign squareplus sparse_plus softmax "
        "log_softmax linear"
    ).split()
    x = L.Concatenate()([L.Dense(4, activation=n, name=f"with_{n}")(start) for n in names])
    return keras.Model(start, L.Dense(3)(x))


@model(scale=2.0)
def activation_layers():
    start = image()
    x = L.Conv2D(4, 3)(start)
    x = L.LeakyReLU(negative_slope=0.1)(x)
    x = L.PReLU(shared_axes=[1, 2], alpha_initializer=keras.initializers.Constant(0.25))(x)
    x = L.ELU(alpha=0.7)(x)
    x = L.Conv2D(4, 3)(x)
    x = L.ReLU(max_value=1.5, negative_slope=0.2, threshold=0.1)(x)
    x = L.PReLU(alpha_initializer=keras.initializers.Constant(0.1))(x)
    x = L.Activation("hard_swish")(x)
    x = L.Softmax(axis=-1)(x)
    return keras.Model(start, head(x))


@model(scale=255.0, step=False)
def augmentation():
    return keras.Sequential(
        [
            image(10),
            L.RandomFlip("horizontal"),
            L.RandomRotation(0.1),
            L.RandomZoom(0.1),
            L.RandomTranslation(0.1, 0.1),
            L.RandomContrast(0.2),
            L.RandomBrightness(0.2),
            L.GaussianNoise(0.1),
            L.Resizing(12, 12),
            L.CenterCrop(8, 8),
            L.Rescaling(1 / 255),
            L.Conv2D(4, 3),
            L.SpatialDropout2D(0.2),
            L.GaussianDropout(0.2),
            L.GlobalMaxPooling2D(),
            L.Dense(3),
        ]
    )


def in_policy(policy):
    keras.config.set_dtype_policy(policy)
    try:
        start = image()
        x = L.Conv2D(4, 3, activation="relu")(start)
        x = L.BatchNormalization()(x)
        return keras.Model(start, L.Dense(3, dtype="float32")(L.GlobalAveragePooling2D()(x)))
    finally:
        keras.config.set_dtype_policy("float32")


@model(step=False)
def mixed_precision():
    return in_policy("mixed_float16")


@model(step=False)
def half_precision():
    return in_policy("float16")


@model(step=False)
def brain_precision():
    return in_policy("bfloat16")


@model()
def long_memory():
    start = keras.Input((5, 4))
    x = L.LSTM(3, return_sequences=True)(start)
    return keras.Model(start, L.Dense(2)(L.LSTM(4, activation="relu", recurrent_activation="hard_sigmoid", unit_forget_bias=False)(x)))


@model()
def gated():
    start = keras.Input((5, 4))
    x = L.GRU(3, return_sequences=True)(start)
    return keras.Model(start, L.Dense(2)(L.GRU(4, reset_after=False, go_backwards=True, use_bias=False)(x)))


@model(whole=9)
def masked():
    start = keras.Input((6,))
    x = L.Embedding(9, 4, mask_zero=True)(start)
    x = L.SimpleRNN(3, return_sequences=True)(x)
    x = L.LSTM(3, return_sequences=True)(x)
    return keras.Model(start, L.Dense(2)(L.GRU(3)(x)))


@model()
def both_ways():
    start = keras.Input((5, 4))
    x = L.Bidirectional(L.LSTM(3, return_sequences=True))(start)
    x = L.TimeDistributed(L.Dense(4, activation="relu"))(x)
    x = L.Bidirectional(L.GRU(3), merge_mode="sum")(x)
    return keras.Model(start, L.Dense(2)(x))


@model()
def pictures_in_time():
    start = keras.Input((3, 5, 5, 2))
    x = L.ConvLSTM2D(3, 3, padding="same", return_sequences=True)(start)
    x = L.TimeDistributed(L.Conv2D(2, 3))(x)
    return keras.Model(start, head(x))


@model()
def one_dimensional():
    start = keras.Input((12, 3))
    x = L.Conv1D(4, 3, padding="causal", activation="relu")(start)
    x = L.ZeroPadding1D(1)(x)
    x = L.MaxPooling1D(2)(x)
    x = L.SeparableConv1D(4, 3, padding="same")(x)
    x = L.UpSampling1D(2)(x)
    x = L.Cropping1D((1, 1))(x)
    x = L.AveragePooling1D(2)(x)
    x = L.DepthwiseConv1D(3, padding="same")(x)
    x = L.Conv1DTranspose(4, 3, strides=2)(x)
    x = L.SpatialDropout1D(0.0)(x)
    return keras.Model(start, L.Concatenate()([L.GlobalAveragePooling1D()(x), L.GlobalMaxPooling1D()(x)]))


@model()
def three_dimensional():
    start = keras.Input((6, 6, 6, 2))
    x = L.Conv3D(3, 3, padding="same", activation="relu")(start)
    x = L.MaxPooling3D(2)(x)
    x = L.AveragePooling3D(2, strides=1)(x)
    x = L.Conv3DTranspose(2, 2, strides=2)(x)
    x = L.ZeroPadding3D(1)(x)
    x = L.Cropping3D(1)(x)
    x = L.UpSampling3D(2)(x)
    return keras.Model(start, L.Concatenate()([L.GlobalAveragePooling3D()(x), L.GlobalMaxPooling3D()(x)]))


@model()
def grouped_and_dilated():
    a, b = keras.Input((12, 4)), keras.Input((6, 6, 6, 2))
    x = L.Conv1D(4, 3, groups=2, activation="relu")(a)
    y = L.Conv3D(4, 2, groups=2, dilation_rate=2, padding="same")(b)
    pooled = [L.GlobalAveragePooling1D()(x), L.GlobalAveragePooling3D()(y)]
    return keras.Model([a, b], L.Dense(3)(L.Concatenate()(pooled)))


@model(scale=255.0, step=False)
def fitted_images():
    """Keras writes `training=True` to each call of a layer for images, and sets it aside."""
    start = image(10)
    x = L.RandomFlip()(L.Resizing(7, 9, crop_to_aspect_ratio=True)(start))
    x = L.CenterCrop(5, 12)(L.CenterCrop(6, 6)(x))
    x = L.Conv2D(4, 3, activation="relu")(L.Rescaling(1 / 255)(x))
    return keras.Model(start, head(L.Dropout(0.5)(x)))


@model()
def merging():
    a, b = keras.Input((4,)), keras.Input((4,))
    x, y = L.Dense(4)(a), L.Dense(4)(b)
    kinds = [L.Add, L.Subtract, L.Multiply, L.Average, L.Maximum, L.Minimum, L.Concatenate]
    outputs = [kind()([x, y]) for kind in kinds] + [L.Dot(axes=1)([x, y]), L.Dot(axes=-1, normalize=True)([x, y])]
    return keras.Model([a, b], L.Dense(3)(L.Concatenate()(outputs)))


@model()
def reshaping():
    start = keras.Input((4, 6))
    x = L.Permute((2, 1))(start)
    x = L.Reshape((-1, 2, 3))(x)
    x = L.Conv2D(3, 2)(x)
    x = L.Flatten()(x)
    x = L.RepeatVector(3)(L.Dense(5)(x))
    x = L.Identity()(L.ActivityRegularization(l2=0.01)(x))
    return keras.Model(start, head(x))


@model(scale=255.0)
def preprocessing():
    start = image(5)
    normal = L.Normalization(axis=-1)
    normal.adapt(np.arange(300, dtype="float32").reshape(4, 5, 5, 3) % 17)
    x = normal(start)
    x = L.Rescaling([0.5, 2.0, 3.0], offset=[0.0, 1.0, -1.0])(x)
    x = L.Normalization(mean=1.5, variance=2.0, invert=True)(x)
    return keras.Model(start, head(L.Activation("tanh")(x)))


@model()
def operations():
    start = keras.Input((4, 6))
    x = ops.relu(start - 0.5) * 2.0
    y = ops.concatenate([x, start], axis=-1)
    y = ops.transpose(y, (0, 2, 1))[:, ::2, 1:]
    y = ops.reshape(y, (-1, 18))
    z = L.Dense(4)(y)
    z = ops.sigmoid(z) + ops.tanh(z) / 3 - ops.exp(-z) * 0.1
    z = ops.maximum(z, 0.1) + 1.0 / (1.0 + ops.square(z))
    m = ops.mean(start, axis=[1], keepdims=False)
    s = ops.sqrt(ops.sum(ops.abs(start), axis=-1) + 1.0)
    p = ops.matmul(start, ops.swapaxes(start, 1, 2))
    n = ops.clip(ops.max(p, axis=2), 0.0, 2.0) ** 2
    return keras.Model(start, L.Concatenate()([z, m, s, n, ops.softmax(s), ops.log(s), ops.squeeze(ops.expand_dims(z, 1), 1)]))


@model()
def attention():
    start = keras.Input((5, 6))
    x = L.MultiHeadAttention(2, 3)(start, start)
    x = L.LayerNormalization()(L.Add()([start, x]))
    y = L.Dense(6, activation="gelu")(x)
    z = L.Attention()([x, y])
    w = L.EinsumDense("abc,cd->abd", output_shape=(5, 4), bias_axes="d")(z)
    return keras.Model(start, head(w))


@model()
def pooled():
    start = image()
    x = L.Conv2D(4, 3, strides=2, padding="same")(start)
    a = L.GlobalAveragePooling2D(keepdims=True)(x)
    b = L.GlobalMaxPooling2D(keepdims=True)(x)
    c = L.MaxPooling2D(3, strides=2, padding="same")(x)
    d = L.Flatten()(L.AveragePooling2D(2, strides=1)(c))
    return keras.Model(start, L.Dense(3)(L.Concatenate()([L.Flatten()(L.Multiply()([a, b])), d])))


@model()
def penalized():
    start = image(6)
    x = L.Conv2D(3, 3, kernel_regularizer="l2", kernel_constraint=keras.constraints.MaxNorm(0.5), bias_constraint="non_neg")(start)
    x = L.Flatten()(x)
    x = L.Dense(4, kernel_regularizer=keras.regularizers.L1L2(0.01, 0.02), bias_regularizer="l1", kernel_constraint="unit_norm")(x)
    return keras.Model(start, L.Dense(3, kernel_initializer="orthogonal", kernel_regularizer=keras.regularizers.OrthogonalRegularizer())(x))


@model()
def frozen():
    base = keras.Sequential([image(6), L.Conv2D(4, 3), L.BatchNormalization(), L.ReLU()], name="base")
    base.trainable = False
    start = image(6)
    return keras.Model(start, head(base(start, training=False)))


@model(suffix=".h5")
def whole_h5():
    return functional()


@model(suffix=".h5")
def whole_sequential_h5():
    return nested_in_sequential()


@model(suffix=".h5")
def whole_nested_h5():
    return nested()


@model(scale=255.0, step=False)
def augmented_at_rest():
    """Layers that draw, called as outside training. Keras 3.15.1 trains them all the same: `fit` passes its own `training` on."""
    start = image()
    x = L.RandomFlip()(start, training=False)
    x = L.RandomContrast(0.2)(x, training=False)
    x = L.Rescaling(1 / 255)(x)
    x = L.Conv2D(4, 3, activation="relu")(x)
    x = L.SpatialDropout2D(0.2)(x, training=False)
    x = L.AlphaDropout(0.1)(x, training=False)
    return keras.Model(start, head(L.Dropout(0.5)(x, training=False)))


def application(name, size, **options):
    def make():
        made = getattr(keras.applications, name)(input_shape=(size, size, 3), weights=None, classes=5, classifier_activation=None, **options)
        for layer in made.layers:
            # Nobody draws the same masks twice, and a step is compared.
            for rate in ("rate", "drop_path_rate"):
                if hasattr(layer, rate):
                    setattr(layer, rate, 0.0)
            # Two images of 32 pixels leave two values to normalize by in the end, which come out as 1 and -1 whatever they are.
            if isinstance(layer, L.BatchNormalization):
                layer.trainable = False
        return made

    make.__name__ = name
    model(scale=255.0)(make)
    APPLICATIONS.append(name)


application("MobileNetV2", 32)
application("MobileNetV3Small", 32)
application("EfficientNetB0", 32)
application("ResNet50", 32)
application("DenseNet121", 32)
application("Xception", 71)
application("ConvNeXtTiny", 32)

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.05),
    "momentum": lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "adam": lambda: keras.optimizers.Adam(0.01),
    "amsgrad": lambda: keras.optimizers.Adam(0.01, amsgrad=True, use_ema=True),
    "adamw": lambda: keras.optimizers.AdamW(0.01, weight_decay=0.02),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    "adagrad": lambda: keras.optimizers.Adagrad(0.05),
    "adadelta": lambda: keras.optimizers.Adadelta(0.5),
    "adamax": lambda: keras.optimizers.Adamax(0.01),
    "nadam": lambda: keras.optimizers.Nadam(0.01),
    "ftrl": lambda: keras.optimizers.Ftrl(0.05),
}


def values(shape, high, whole=None):
    """A formula, so that the test makes the same arrays."""
    count = int(np.prod(shape))
    drawn = np.arange(count, dtype="int64") * 7919 % 1009
    if whole is not None:
        return (drawn % whole).astype("float32").reshape(shape)
    return (drawn.astype("float32") / np.float32(1009) * np.float32(high)).reshape(shape)


def fill(made):
    """Weights that are neither zero nor one, so that a swapped pair shows."""
    for index, variable in enumerate(made.weights):
        if variable.path.endswith(("gamma", "beta", "bias", "moving_mean", "moving_variance", "scale")):
            drawn = np.arange(int(np.prod(variable.shape))) * 31 + index * 17
            step = (drawn % 23 / 23).reshape(variable.shape).astype("float32")
            positive = variable.path.endswith(("gamma", "moving_variance", "scale"))
            variable.assign(0.8 + 0.4 * step if positive else 0.2 * step - 0.1)


def as_list(value):
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else [value]


def train(made, given, wanted, path):
    """One step, and the model after it; returns the loss."""
    losses = made.train_on_batch(given, wanted)
    made.save(path)
    return float(np.ravel(losses)[0])


def describe(name, folder, live):
    make, scale, step, whole, suffix = MAKERS[name]
    keras.backend.clear_session()
    keras.utils.set_random_seed(len(name))
    made = make()
    fill(made)
    xs = [values((2, *tensor.shape[1:]), scale, whole) for tensor in made.inputs]
    by_name = name == "named_outputs"
    given = dict(zip(made.input.keys(), xs)) if by_name else (xs if len(xs) > 1 else xs[0])
    path = os.path.join(folder, name + suffix)
    made.save(path)
    reference = made
    if name.endswith("_precision"):
        config = made.to_json()
        for policy in ("mixed_float16", "bfloat16", "float16"):
            config = config.replace(policy, "float32")
        reference = keras.models.model_from_json(config)
        reference.set_weights([np.asarray(each, "float32") for each in made.get_weights()])
    outputs = as_list(reference(given, training=False))
    found = {
        "file": name + suffix,
        "inputs": [list(x.shape) for x in xs],
        "high": scale,
        "whole": whole,
        "outputs": [{"shape": list(y.shape), "values": np.asarray(y, "float32").ravel().tolist()} for y in outputs],
        "parameters": int(made.count_params()),
        "step": None,
    }
    if step:
        # The networks are deep, and their weights drawn: a large step would double what rounding does to it.
        made.compile(keras.optimizers.SGD(0.001 if name in APPLICATIONS else 0.05), "mse")
        targets = [values(y.shape, 1.0) for y in outputs]
        wanted = dict(zip(made.output.keys(), targets)) if by_name else (targets if len(targets) > 1 else targets[0])
        start = made.get_weights()
        file = os.path.join(folder, name + ".step.keras")
        found["step"] = {"file": name + ".step.keras", "loss": train(made, given, wanted, file)}
        if live and name not in APPLICATIONS:
            made.set_weights(start)
            made.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")
            for n in (1, 2):
                train(made, given, wanted, os.path.join(folder, f"{name}.momentum{n}.keras"))
    return found


def describe_optimizer(name, folder):
    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    made = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="tanh"), L.Dense(2)])
    made.compile(OPTIMIZERS[name](), "mse")
    x, y = values((2, 4), 1.0), values((2, 2), 1.0)
    made.train_on_batch(x, y)
    made.train_on_batch(x, y)
    made.save(os.path.join(folder, f"optimizer_{name}.keras"))
    made.train_on_batch(x, y)
    made.save(os.path.join(folder, f"optimizer_{name}.step.keras"))
    return {"file": f"optimizer_{name}.keras", "next": f"optimizer_{name}.step.keras", "iterations": 2}


def write(folder, names, optimizers, live=False):
    os.makedirs(folder, exist_ok=True)
    found = {}
    for name in names:
        found[name] = describe(name, folder, live)
    result = {"models": found, "optimizers": {name: describe_optimizer(name, folder) for name in optimizers}}
    with open(os.path.join(folder, "models.json"), "w") as file:
        json.dump(result, file)
        file.write("\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        names = sys.argv[2].split(",") if len(sys.argv) > 2 else list(MAKERS)
        write(sys.argv[1], names, list(OPTIMIZERS), live=True)
    else:
        from golden import made as place

        first = place("packages/keras-format/src/fixtures/kinds/models.json")
        write(os.path.dirname(first), KEPT, ["adam"])
