"""Every layer with each option that changes what it predicts, alone in a model that Keras saves, and what that predicts.

Without arguments it makes the fixtures; `options.py FOLDER` writes all. Each option is varied by itself and then together with the
others, by a draw of seed 7; what Keras itself refuses is left out.
"""

import json
import os
import random
import sys

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

from kinds import as_list, fill, values

ACTIVATIONS = (
    "elu selu relu relu6 leaky_relu celu gelu silu hard_silu mish exponential sigmoid hard_sigmoid sparse_sigmoid log_sigmoid tanh "
    "hard_tanh tanh_shrink soft_shrink hard_shrink softplus softsign squareplus sparse_plus softmax log_softmax linear glu sparsemax threshold"
).split()
COMBINATIONS = 6
# Those in which tfjs's own layers give something else, or nothing; the others are made when a test asks for them.
KEPT = [
    'Softmax of (3, 4, 2) {"axis": 1}',
    'BatchNormalization of (4, 3, 2) {"axis": 1, "center": true, "epsilon": 0.001, "scale": true}',
    'BatchNormalization of (3, 4) {"axis": 1}',
    'BatchNormalization of (3, 2, 3, 4) {"axis": 3}',
    "Subtract of [(4,), (3, 4)] {}",
    'Concatenate of [(3, 4), (3, 4)] {"axis": -2}',
    'PReLU of (4, 3, 2) {"shared_axes": [3]}',
    'Conv1D of (9, 4) {"activation": null, "dilation_rate": 1, "groups": 2, "kernel_size": 3, "padding": "valid", "strides": 1, "use_bias": true}',
    'Conv3D of (5, 6, 5, 2) {"activation": null, "dilation_rate": 1, "groups": 2, "kernel_size": 2, "padding": "valid", "strides": 1, "use_bias": true}',
    'Conv3D of (5, 6, 5, 2) {"activation": null, "dilation_rate": 2, "groups": 1, "kernel_size": 2, "padding": "valid", "strides": 1, "use_bias": true}',
    'Resizing of (6, 5, 3) {"antialias": false, "crop_to_aspect_ratio": true, "height": 4, "interpolation": "bilinear", "width": 7}',
    'CenterCrop of (6, 5, 3) {"height": 8, "width": 3}',
]
KERNEL = {"use_bias": [True, False], "activation": [None, "relu", "tanh", "gelu", "softmax", "relu6"]}

# Class, shape of one input or shapes of several, fixed arguments, and what each option may be; the first value is the usual one.
TABLE = [
    ("Dense", (5,), {"units": 3}, {**KERNEL, "activation": [None, *ACTIVATIONS]}),
    ("Dense", (4, 6), {"units": 4}, {**KERNEL, "activation": [None, *ACTIVATIONS]}),
    ("Activation", (3, 4), {}, {"activation": ACTIVATIONS}),
    ("ELU", (5,), {}, {"alpha": [1.0, 0.3, 2.0]}),
    ("LeakyReLU", (5,), {}, {"negative_slope": [0.3, 0.01, 0.0]}),
    ("PReLU", (4, 3, 2), {"alpha_initializer": "uniform"}, {"shared_axes": [None, [1, 2], [1], [3], [1, 3], [1, 2, 3]]}),
    ("ReLU", (5,), {}, {"max_value": [None, 0.4, 6.0], "negative_slope": [0.0, 0.2], "threshold": [0.0, 0.3, -0.2]}),
    ("Softmax", (3, 4, 2), {}, {"axis": [-1, 1, 2, -2, [1, 2], [-1, -2], [1, 2, 3]]}),
    ("Permute", (3, 4, 2), {}, {"dims": [(1, 2, 3), (3, 1, 2), (2, 1, 3), (2, 3, 1)]}),
    ("Reshape", (3, 4, 2), {}, {"target_shape": [(24,), (-1,), (4, 6), (2, -1), (2, 3, 4), (-1, 1, 1)]}),
    ("RepeatVector", (4,), {}, {"n": [1, 3]}),
    ("Flatten", (3, 4, 2), {}, {}),
    ("Flatten", (4,), {}, {}),
    ("Identity", (4,), {}, {}),
    ("Embedding", (5,), {"input_dim": 9, "output_dim": 3}, {"mask_zero": [False, True]}),
    ("Masking", (5, 3), {}, {"mask_value": [0.0, 1.0]}),
    ("Dropout", (5,), {}, {"rate": [0.3], "noise_shape": [None, (None, 1)]}),
    ("Conv1D", (9, 4), {"filters": 4}, {"kernel_size": [3, 2, 1], "strides": [1, 2, 3], "padding": ["valid", "same", "causal"], "dilation_rate": [1, 2], "groups": [1, 2, 4], **KERNEL}),
    ("Conv2D", (9, 8, 4), {"filters": 4}, {"kernel_size": [3, (2, 3), 1, (1, 4)], "strides": [1, 2, (2, 1), 3, 5], "padding": ["valid", "same"], "dilation_rate": [1, 2, (1, 3)], "groups": [1, 2, 4], **KERNEL}),
    ("Conv2D", (8, 8, 1), {"filters": 3}, {"kernel_size": [3], "strides": [1, 2], "padding": ["valid", "same"]}),
    ("Conv2D", (4, 9, 8), {"filters": 4, "data_format": "channels_first"}, {"kernel_size": [3]}),
    ("Conv3D", (5, 6, 5, 2), {"filters": 4}, {"kernel_size": [2, 3, (1, 2, 3)], "strides": [1, 2, (1, 2, 1)], "padding": ["valid", "same"], "dilation_rate": [1, 2], "groups": [1, 2], **KERNEL}),
    ("Conv1DTranspose", (5, 4), {"filters": 3}, {"kernel_size": [3, 2, 1], "strides": [1, 2, 3], "padding": ["valid", "same"], "output_padding": [None, 1], "dilation_rate": [1, 2], **KERNEL}),
    ("Conv2DTranspose", (5, 4, 3), {"filters": 3}, {"kernel_size": [3, 2, (2, 4), 1], "strides": [1, 2, (2, 1), 3], "padding": ["valid", "same"], "output_padding": [None, 1, (0, 1)], "dilation_rate": [1, 2], **KERNEL}),
    ("Conv3DTranspose", (3, 4, 3, 2), {"filters": 3}, {"kernel_size": [2, 3], "strides": [1, 2], "padding": ["valid", "same"], "output_padding": [None, 1], **KERNEL}),
    ("DepthwiseConv1D", (9, 3), {}, {"kernel_size": [3, 2], "strides": [1, 2], "padding": ["valid", "same"], "depth_multiplier": [1, 2], "dilation_rate": [1, 2], **KERNEL}),
    ("DepthwiseConv2D", (9, 8, 3), {}, {"kernel_size": [3, (2, 3)], "strides": [1, 2], "padding": ["valid", "same"], "depth_multiplier": [1, 2], "dilation_rate": [1, 2], **KERNEL}),
    ("DepthwiseConv2D", (9, 8, 1), {}, {"kernel_size": [3], "depth_multiplier": [1, 3]}),
    ("SeparableConv1D", (9, 3), {"filters": 4}, {"kernel_size": [3, 2], "strides": [1, 2], "padding": ["valid", "same"], "depth_multiplier": [1, 2], "dilation_rate": [1, 2], **KERNEL}),
    ("SeparableConv2D", (9, 8, 3), {"filters": 4}, {"kernel_size": [3, (2, 3)], "strides": [1, 2], "padding": ["valid", "same"], "depth_multiplier": [1, 2], "dilation_rate": [1, 2], **KERNEL}),
    ("SeparableConv2D", (9, 8, 1), {"filters": 4}, {"kernel_size": [3], "depth_multiplier": [1, 2]}),
    *[(f"{kind}Pooling{n}D", shape, {}, {"pool_size": [2, 3], "strides": [None, 1, 3], "padding": ["valid", "same"]}) for kind in ("Max", "Average") for n, shape in ((1, (8, 3)), (2, (8, 7, 3)), (3, (6, 5, 6, 2)))],
    *[(f"Global{kind}Pooling{n}D", shape, {}, {"keepdims": [False, True]}) for kind in ("Max", "Average") for n, shape in ((1, (8, 3)), (2, (8, 7, 3)), (3, (6, 5, 6, 2)))],
    ("ZeroPadding1D", (5, 2), {}, {"padding": [1, (0, 2)]}),
    ("ZeroPadding2D", (5, 4, 2), {}, {"padding": [1, (2, 1), ((0, 1), (2, 0))]}),
    ("ZeroPadding3D", (3, 4, 3, 2), {}, {"padding": [1, (2, 1, 0), ((0, 1), (2, 0), (1, 1))]}),
    ("Cropping1D", (7, 2), {}, {"cropping": [1, (0, 2)]}),
    ("Cropping2D", (7, 6, 2), {}, {"cropping": [1, (2, 1), ((0, 1), (2, 0))]}),
    ("Cropping3D", (6, 7, 6, 2), {}, {"cropping": [1, (2, 1, 0), ((0, 1), (2, 0), (1, 1))]}),
    ("UpSampling1D", (4, 3), {}, {"size": [2, 3]}),
    ("UpSampling2D", (4, 3, 2), {}, {"size": [2, (1, 3)], "interpolation": ["nearest", "bilinear", "bicubic", "lanczos3"]}),
    ("UpSampling3D", (3, 2, 3, 2), {}, {"size": [2, (1, 3, 2)]}),
    ("Resizing", (6, 5, 3), {}, {"height": [4, 9], "width": [7, 3], "interpolation": ["bilinear", "nearest", "bicubic"], "crop_to_aspect_ratio": [False, True], "antialias": [False, True]}),
    ("CenterCrop", (6, 5, 3), {}, {"height": [4, 8], "width": [3, 7]}),
    ("Rescaling", (4, 3), {}, {"scale": [0.5, [1.0, 2.0, 0.5]], "offset": [0.0, -1.0, [0.1, 0.2, 0.3]]}),
    ("Normalization", (4, 3), {"mean": [0.1, 0.2, 0.3], "variance": [1.0, 0.5, 2.0]}, {"invert": [False, True]}),
    ("Normalization", (3, 4), {"mean": [[0.1], [0.2], [0.3]], "variance": [[1.0], [0.5], [2.0]], "axis": 1}, {"invert": [False, True]}),
    ("Normalization", (4, 3), {"mean": 0.3, "variance": 0.7, "axis": None}, {}),
    ("BatchNormalization", (4, 3, 2), {}, {"axis": [-1, 3, 1, 2, -2], "scale": [True, False], "center": [True, False], "epsilon": [1e-3, 0.1]}),
    ("BatchNormalization", (4,), {}, {"axis": [-1, 1], "scale": [True, False], "center": [True, False]}),
    ("BatchNormalization", (3, 4), {}, {"axis": [-1, 1, 2]}),
    ("BatchNormalization", (3, 2, 3, 4), {}, {"axis": [-1, 3, 4]}),
    ("LayerNormalization", (3, 4, 2), {}, {"axis": [-1, 1, 2, [1, 2], [2, 3], [1, 2, 3], [-1]], "scale": [True, False], "center": [True, False], "epsilon": [1e-3, 0.1]}),
    ("LayerNormalization", (4,), {}, {"scale": [True, False], "center": [True, False]}),
    ("GroupNormalization", (4, 3, 4), {}, {"groups": [2, 1, 4, -1], "axis": [-1, 1, 3], "scale": [True, False], "center": [True, False]}),
    ("UnitNormalization", (3, 4), {}, {"axis": [-1, 1, [1, 2]]}),
    ("RMSNormalization", (3, 4), {}, {"axis": [-1, 1], "epsilon": [1e-6, 0.1]}),
    *[(name, shapes, {}, {}) for name in ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract") for shapes in ([(4,), (4,)], [(3, 4), (1, 4)], [(3, 4), (3, 1)], [(4,), (3, 4)], [(3, 2, 4), (4,)])],
    *[(name, [(4,), (4,), (4,)], {}, {}) for name in ("Add", "Average", "Maximum", "Minimum", "Multiply")],
    ("Concatenate", [(3, 4), (3, 4)], {}, {"axis": [-1, 1, 2, -2]}),
    ("Concatenate", [(3, 2), (3, 4), (3, 1)], {}, {"axis": [-1, 2]}),
    ("Dot", [(4,), (4,)], {}, {"axes": [1, -1], "normalize": [False, True]}),
    ("Dot", [(3, 4), (3, 4)], {}, {"axes": [1, 2, (2, 2)], "normalize": [False, True]}),
    ("Dot", [(3, 4), (4, 2)], {}, {"axes": [(2, 1)], "normalize": [False, True]}),
    *[(name, (5, 3), {"units": 4}, {"return_sequences": [False, True], "go_backwards": [False, True], "activation": ["tanh", "relu", None], "use_bias": [True, False], "unroll": [False, True], **more}) for name, more in (("SimpleRNN", {}), ("LSTM", {"recurrent_activation": ["sigmoid", "hard_sigmoid"], "unit_forget_bias": [True, False]}), ("GRU", {"recurrent_activation": ["sigmoid", "relu"], "reset_after": [True, False]}))],
    ("ConvLSTM2D", (3, 6, 5, 2), {"filters": 3}, {"kernel_size": [3, (2, 3)], "strides": [1, 2], "padding": ["valid", "same"], "return_sequences": [False, True], "dilation_rate": [1, 2], "recurrent_activation": ["sigmoid", "hard_sigmoid"]}),
    ("Bidirectional", (5, 3), {}, {"layer": [L.LSTM(3, name="a"), L.GRU(3, return_sequences=True, name="b"), L.SimpleRNN(3, name="c")], "merge_mode": ["concat", "sum", "mul", "ave"]}),
    ("TimeDistributed", (3, 6, 5, 2), {}, {"layer": [L.Conv2D(3, 2, name="a"), L.MaxPooling2D(2, name="b"), L.BatchNormalization(name="c"), L.Flatten(name="d")]}),
    ("MultiHeadAttention", [(4, 6), (5, 6)], {"num_heads": 2, "key_dim": 3}, {"value_dim": [None, 4], "use_bias": [True, False], "output_shape": [None, 5]}),
    ("Attention", [(4, 6), (5, 6)], {}, {"use_scale": [False, True], "score_mode": ["dot", "concat"]}),
    ("AdditiveAttention", [(4, 6), (5, 6)], {}, {"use_scale": [True, False]}),
    ("EinsumDense", (3, 4), {}, {"equation": ["abc,cd->abd", "abc,bcd->ad"], "output_shape": [(3, 5), 5], "bias_axes": [None, "d"]}),
    ("SpectralNormalization", (4, 3), {}, {"layer": [L.Dense(3, name="a")]}),
    ("Discretization", (4,), {"bin_boundaries": [0.2, 0.5]}, {}),
    ("AdaptiveAveragePooling2D", (6, 5, 2), {}, {"output_size": [2, 3]}),
]


def combinations(options):
    """The usual values, each other value alone, and some combinations of all."""
    usual = {name: given[0] for name, given in options.items()}
    yield usual
    for name, given in options.items():
        for value in given[1:]:
            yield {**usual, name: value}
    draw = random.Random(7)
    if len(options) > 1:
        for _ in range(COMBINATIONS):
            yield {name: draw.choice(given) for name, given in options.items()}


def made(name, shapes, arguments):
    several = isinstance(shapes, list)
    inputs = [keras.Input(shape) for shape in (shapes if several else [shapes])]
    layer = getattr(L, name)
    if "layer" in arguments:
        inner = arguments["layer"]
        arguments = {**arguments, "layer": type(inner).from_config(inner.get_config())}
    tried = layer(name="tried", **arguments)
    return keras.Model(inputs, tried(*inputs) if name == "MultiHeadAttention" else tried(inputs if several else inputs[0]))


def plain(value):
    return value.__class__.__name__ if isinstance(value, keras.Layer) else value


def as_json(array):
    return {"shape": list(array.shape), "values": np.asarray(array, "float32").ravel().tolist()}


def write(folder, kept=None):
    os.makedirs(folder, exist_ok=True)
    found, seen = {}, set()
    for name, shapes, fixed, options in TABLE:
        for arguments in combinations(options):
            label = f"{name} of {shapes} {json.dumps({key: plain(value) for key, value in arguments.items()}, sort_keys=True)}"
            if label in seen:
                continue
            seen.add(label)
            if kept is not None and label not in kept:
                continue
            keras.backend.clear_session()
            keras.utils.set_random_seed(len(seen))
            try:
                model = made(name, shapes, {**fixed, **arguments})
                fill(model)
                whole = 9 if name == "Embedding" else None
                xs = [values((2, *tensor.shape[1:]), 1.0, whole) for tensor in model.inputs]
                if whole is None:
                    # On both sides of zero, where activations bend; no two alike.
                    xs = [np.roll(x * np.float32(4) - np.float32(2), k) for k, x in enumerate(xs)]
                outputs = as_list(model(xs if len(xs) > 1 else xs[0], training=False))
                file = f"{name}-{len(seen)}.keras"
                model.save(os.path.join(folder, file))
            except (ValueError, TypeError, NotImplementedError, AttributeError, tf.errors.OpError):
                continue
            found[label] = {
                "file": file,
                "layer": name,
                "inputs": [as_json(x) for x in xs],
                "outputs": [as_json(y) for y in outputs],
            }
    assert kept is None or set(kept) == set(found), set(kept) - set(found)
    with open(os.path.join(folder, "options.json"), "w") as out:
        json.dump(found, out)
        out.write("\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(sys.argv[1])
    else:
        from golden import made as place

        write(os.path.dirname(place("packages/keras-format/src/fixtures/options/options.json")), KEPT)
