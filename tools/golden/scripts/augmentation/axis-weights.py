"""Writes axis-weights.json: what TensorFlow's resize makes of unit images, whose pixels are the weights, as checksums.

A checksum is the sum of (i + 1) * bits of the i-th float32, modulo 2**32: equal only when every weight is, to the bit.
"""
import numpy as np
import tensorflow as tf
from golden import write

sizes = [(5, 8), (7, 3), (20, 33), (33, 20), (64, 17), (9, 9), (180, 224), (224, 180), (13, 1), (1, 6)]
ways = [(method, antialias) for method in ("lanczos3", "lanczos5", "bicubic", "bilinear") for antialias in (False, True)]

cases = []
for method, antialias in ways:
    for size, target in sizes:
        unit = np.eye(size, dtype="float32").reshape(size, 1, size)
        weights = tf.image.resize(unit, (target, 1), method=method, antialias=antialias).numpy().ravel()
        bits = (weights + np.float32(0)).view("uint32").astype("uint64")  # -0 becomes 0
        places = np.arange(1, bits.size + 1, dtype="uint64")
        checksum = int((bits * places % 2**32).sum() % 2**32)
        cases.append({"method": method, "antialias": antialias, "input": size, "output": target, "checksum": checksum})

write("packages/augmentation/src/fixtures/axis-weights.json", cases)
