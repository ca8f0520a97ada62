"""Writes to-byte.json: what TensorFlow on x86-64 makes of float32 values outside of 0..255 in a cast to uint8, in tensors of several
sizes, as it treats the end of a tensor otherwise than the blocks of 32 before it.

Numbers that JSON lacks are written as strings: "NaN", "Infinity", "-Infinity".
"""
import math

import numpy as np
import tensorflow as tf
from golden import write

values = [
    0.5, 255.9, 256, 257.5, 300, 511, 512, 70000, 65535, 65536, 32767, 32768, 1e6, 16777216, 2147483520, 2147483648, 3e9, 1e30,
    -0.9, -1, -1.5, -128, -255, -256, -300, -70000, -1e6, -2147483648, -3e9, -1e30, math.nan, math.inf, -math.inf, 1e-45,
]


def named(value):
    return value if math.isfinite(value) else ("NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity"))


def cast(size):
    """As many values as the size says, over and over."""
    return tf.cast(tf.constant(np.resize(np.array(values, "float32"), size)), "uint8").numpy().tolist()


write("packages/augmentation/src/fixtures/to-byte.json", {
    "values": [named(value) for value in values],
    "bytes": [cast(size) for size in (1, 31, 32, 33, 34, 63, 64, 90, 252)],
})
