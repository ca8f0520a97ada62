"""Writes resize.json for two packages: what TensorFlow and Keras make of six small pictures in every interpolation.

`resize_with_pad_box` says which rows and columns of a padded picture hold the resized one: the first, and the one after the last.
"""

import keras
import numpy as np
import tensorflow as tf
from drawn import draw
from golden import meta, write

methods = ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"]
boxes = [
    ((1, 12), (180, 180)),
    ((8, 12), (180, 180)),
    ((240, 320), (180, 180)),
    ((333, 500), (180, 180)),
    ((500, 333), (160, 224)),
    ((213, 320), (180, 180)),
]


def values(tensor):
    return np.asarray(tensor).astype("float64").ravel().tolist()


def all_ways(pixels, size):
    out = {}
    for method in methods:
        resized = tf.image.resize(pixels, size, method=method)
        out[method] = {"dtype": resized.dtype.name, "values": values(resized)}
    for method in ("bilinear", "bicubic"):
        out[f"{method}_antialias"] = {"values": values(tf.image.resize(pixels, size, method=method, antialias=True))}
    whole = pixels.astype("float32")
    smart = keras.preprocessing.image.smart_resize(whole, size, interpolation="bilinear")
    out["smart_resize_bilinear"] = {"values": values(smart)}
    out["tf_resize_with_pad_bilinear"] = {"values": values(tf.image.resize_with_pad(pixels, *size))}
    padded = keras.ops.image.resize(whole, size, interpolation="bilinear", pad_to_aspect_ratio=True)
    out["keras_resize_pad_to_aspect_bilinear"] = {"values": values(padded)}
    return out


def box(source, target):
    filled = np.asarray(tf.image.resize_with_pad(np.ones((*source, 1), "float32"), *target))[..., 0]
    span = lambda axis: [int(i) for i in np.flatnonzero(filled.any(axis=axis))[[0, -1]] + [0, 1]]
    return {"in": source, "target": target, "rows": span(1), "cols": span(0)}


document = {
    "meta": meta(),
    "cases": [
        {"shape": pixels.shape, "size": size, "input": pixels.ravel().tolist(), "out": all_ways(pixels, size)}
        for pixels, size in draw().resize
    ],
    "resize_with_pad_box": [box(*case) for case in boxes],
}
write("packages/augmentation/src/fixtures/resize.json", document)
write("packages/dataset/fixtures/resize.json", document)
