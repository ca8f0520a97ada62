"""
Makes resize-sizes.json: what Keras's loader makes of images of many sizes, for every interpolation and way to fit.

A folder of PNGs, one of each source size, goes through `image_dataset_from_directory` for every target size. Of each
resized image the CRC-32 of its float32 values is kept (Keras's uint8 of "nearest" as float32), or "-" where it refuses.
"""

import tempfile
import zlib
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from golden import meta, write
from PIL import Image

SOURCES = [(1, 1), (1, 2), (2, 1), (1, 40), (40, 1), (2, 2), (3, 3), (2, 5), (7, 3), (5, 8), (13, 13), (16, 16), (17, 31), (32, 24),
           (9, 64), (50, 11), (41, 40), (64, 64), (37, 90), (101, 67)]  # fmt: skip
TARGETS = [(1, 1), (1, 7), (6, 1), (2, 2), (3, 5), (8, 8), (13, 13), (16, 12), (24, 32), (31, 17), (40, 41), (67, 50)]
INTERPOLATIONS = ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"]
FITS = {"stretch": {}, "crop": {"crop_to_aspect_ratio": True}, "pad": {"pad_to_aspect_ratio": True}}



def summary(batches):
    """The next image's; "-" where TensorFlow refuses, as it does to pad what would have no row or column left."""
    try:
        pixels = next(batches).numpy()[0].astype(np.float32)
    except tf.errors.InvalidArgumentError:
        return "-"
    return f"{zlib.crc32(pixels.tobytes()):08x}"


rng = np.random.default_rng(31)
images, sums = [], {}
with tempfile.TemporaryDirectory() as folder:
    for index, (height, width) in enumerate(SOURCES):
        channels = 1 if index % 5 == 4 else 3
        pixels = rng.integers(0, 256, (height, width, channels)).astype(np.uint8)
        if index % 2:  # smooth half of them, as photos are
            y, x, c = np.mgrid[0:height, 0:width, 0:channels]
            pixels = np.clip(127 + 90 * np.sin(x / 3 + c) + 40 * np.cos(y / 4) + pixels % 9, 0, 255).astype(np.uint8)
        images.append([height, width, channels, pixels.tobytes().hex()])
        Image.fromarray(pixels[..., 0] if channels == 1 else pixels).save(Path(folder) / f"{index:03}.png")
    for target in TARGETS:
        for interpolation in INTERPOLATIONS:
            for fit, options in FITS.items():
                if fit == "crop" and interpolation in ("gaussian", "mitchellcubic"):
                    continue  # Keras refuses these two in this way of fitting alone
                found = []
                for gray in (False, True):
                    data = keras.utils.image_dataset_from_directory(
                        folder, labels=None, shuffle=False, batch_size=1, image_size=target, interpolation=interpolation,
                        color_mode="grayscale" if gray else "rgb", verbose=False, **options)  # fmt: skip
                    batches = iter(data)
                    found.append([summary(batches) for _ in images])
                key = f"{target[0]}x{target[1]} {interpolation} {fit}"
                sums[key] = " ".join(found[image[2] == 1][i] for i, image in enumerate(images))
write("packages/dataset/fixtures/resize-sizes.json", {"meta": meta(), "images": images, "sums": sums}, indent=0)
