"""
Makes avif.json: chroma x quality x range x alpha x odd sizes x orientation x sequences x cuts, as Pillow (libavif) reads them.
"""

import io

import numpy as np
from common import Family, picture
from moments import dated_avif
from PIL import Image, ImageOps, features

MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def decoded(data, channels):
    """Turned as the file says, since that is part of an AVIF's picture; None where Pillow refuses."""
    try:
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        pixels = np.array(image.convert(MODES[channels]))
    except Exception:  # noqa: BLE001 - whatever it is
        return None
    return pixels.reshape(*pixels.shape[:2], channels)


rng = np.random.default_rng(23)
family = Family("avif", [1, 3, 4], decoded, libavif=features.version("avif"))


def avif(pixels, **options):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "AVIF", **{"speed": 8, "max_threads": 1, **options})
    return out.getvalue()


def blocks(height, width, channels, side=4):
    """Flat squares of random colours: edges of colour, where what chroma becomes is seen most."""
    colors = rng.integers(0, 256, (height // side + 1, width // side + 1, channels)).astype(np.uint8)
    return np.kron(colors, np.ones((side, side, 1), np.uint8))[:height, :width]


SIZES = ((1, 1), (1, 2), (2, 1), (3, 3), (5, 8), (16, 16), (17, 33), (1, 40), (41, 1), (30, 31), (64, 65))
for chroma in ("4:2:0", "4:2:2", "4:4:4", "4:0:0"):
    for quality in (0, 60, 90):
        for height, width in SIZES:
            for value_range in ("full", "limited"):
                for channels in (3, 4):
                    if chroma == "4:0:0" and value_range == "limited":
                        continue  # libavif 1.1 and 1.4 round these otherwise, by 1
                    name = f"{chroma} {quality} {height}x{width} {value_range} {channels}"
                    pixels = blocks(height, width, channels)
                    family.add(name, avif(pixels, subsampling=chroma, quality=quality, range=value_range))
for height, width in ((20, 23), (48, 61)):
    family.add(f"photo {height}x{width}", avif(picture(height, width, rng), quality=75))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x112] = orientation
    family.add(f"orientation {orientation}", avif(blocks(9, 14, 3), exif=exif))
frames = [Image.fromarray(blocks(12, 10, 3)) for _ in range(3)]
out = io.BytesIO()
frames[0].save(out, "AVIF", save_all=True, append_images=frames[1:], max_threads=1)
family.add("sequence", dated_avif(out.getvalue(), 3878504247))
for name in ("4:2:0 60 64x65 full 3", "4:4:4 90 17x33 limited 4", "orientation 6"):
    data = family.bases[name]
    for cut in (1, 2, 3, 5, 9, 20, 60, len(data) // 2, len(data) - 100, len(data) - 40, len(data) - 13):
        family.case(name, (len(data) - cut, cut, b""))
    family.case(name, (len(data), 0, b"trailing bytes"))
family.write()
