"""Draws the pictures of fixtures/images with Pillow and writes decode.json: what TensorFlow's decode_image makes of each.

For each number of channels: the shape and the pixels of uint8, or the message of the error. A JPEG's pixels with the exact
inverse transform stand beside those of the fast one, TensorFlow's default, under `<channels>_islow`.
"""

import re

import numpy as np
import tensorflow as tf
from golden import made, meta, write
from PIL import Image

height, width = 16, 24
y, x = np.mgrid[0:height, 0:width]
smooth = np.stack([127 + 100 * np.sin(x / 5 + y / 7), 127 + 90 * np.cos(y / 3), x * 255 / 23], -1)
noisy = smooth + np.random.RandomState(0).normal(0, 6, (height, width, 3))
pixels = np.clip(noisy, 0, 255).astype("uint8")
alpha = (x * 11).astype("uint8")
red = pixels[..., 0]

color = Image.fromarray(pixels)
color_alpha = Image.fromarray(np.dstack([pixels, alpha]))
gray = Image.fromarray(red)
turned = Image.Exif()
turned[0x112] = 6  # shown turned clockwise by a quarter

pictures = {
    "rgb444_q90.jpg": (color, {"quality": 90, "subsampling": "4:4:4"}),
    "rgb420_q75.jpg": (color, {"quality": 75, "subsampling": "4:2:0"}),
    "rgb422_q85.jpg": (color, {"quality": 85, "subsampling": "4:2:2"}),
    "progressive.jpg": (color, {"quality": 85, "progressive": True}),
    "gray.jpg": (gray, {"quality": 90}),
    "cmyk.jpg": (color.convert("CMYK"), {"quality": 90}),
    "exif6.jpg": (color, {"quality": 90, "exif": turned}),
    "rgb.png": (color, {}),
    "rgba.png": (color_alpha, {}),
    "gray.png": (gray, {}),
    "la.png": (Image.fromarray(np.dstack([red, alpha])), {}),
    "palette.png": (color.quantize(16), {}),
    "palette_trns.png": (color.quantize(16), {"transparency": 3}),
    "gray16.png": (Image.fromarray(red.astype("uint16") * 257 + 13), {}),
    "bw1.png": (gray.convert("1"), {}),
    "rgb.gif": (color, {}),
    "anim.gif": (color, {"save_all": True, "append_images": [Image.fromarray(255 - pixels)]}),
    "rgb24.bmp": (color, {}),
    "gray8.bmp": (gray, {}),
    "rgba32.bmp": (color_alpha, {}),
}


def plain(tensor):
    return {"shape": list(tensor.shape), "values": np.asarray(tensor).ravel().tolist()}


def message(error):
    """TensorFlow's sentence without the name of its operation."""
    return re.sub(r"^\{\{.*?\}\} | \[Op:\w+\].*$", "", error.message, flags=re.DOTALL)


def decoded(data, channels):
    try:
        return plain(tf.io.decode_image(data, channels, expand_animations=False))
    except tf.errors.InvalidArgumentError as error:
        return {"error": message(error)}


def results(name, data):
    found = {str(channels): decoded(data, channels) for channels in (1, 3, 4)}
    if name.endswith(".jpg"):
        for channels in (1, 3):
            if "values" in found[str(channels)]:
                exact = tf.io.decode_jpeg(data, channels, dct_method="INTEGER_ACCURATE")
                found[f"{channels}_islow"] = {"values": plain(exact)["values"]}
    return found


files = {}
for name, (picture, options) in pictures.items():
    path = made(f"packages/dataset/fixtures/images/{name}")
    picture.save(path, **options)
    files[name] = results(name, path.read_bytes())
write(
    "packages/dataset/fixtures/decode.json",
    {
        "meta": meta(),
        "note": "tf.image.decode_image(bytes, channels, expand_animations=False); uint8 row-major; error text where it fails",
        "files": files,
    },
)
