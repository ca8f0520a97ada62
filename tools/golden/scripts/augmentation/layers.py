"""Writes layers.json: two calls of 45 image layers of Keras, training, on one batch.

A case is a new layer, with the seed 7 if it takes one. `draws_per_call` is how many pairs of seeds its first call takes, with
those of the layers inside it; absent for layers that never draw. `call2` is absent where the second call gives the same.
"""

import inspect

import keras
import numpy as np
from drawn import draw
from golden import meta, write
from keras import layers

common = {"name", "trainable", "dtype"}
cases = [
    ("RandomFlip", {"mode": "horizontal"}),
    ("RandomFlip", {"mode": "vertical"}),
    ("RandomFlip", {}),
    ("RandomRotation", {"factor": 0.1}),
    ("RandomRotation", {"factor": [0.2, 0.3], "fill_mode": "constant", "fill_value": 5.0}),
    ("RandomRotation", {"factor": 0.25, "fill_mode": "nearest", "interpolation": "nearest"}),
    ("RandomRotation", {"factor": 0.25, "fill_mode": "wrap"}),
    ("RandomZoom", {"height_factor": 0.1}),
    ("RandomZoom", {"height_factor": [0.2, 0.3], "width_factor": [-0.3, -0.1]}),
    ("RandomTranslation", {"height_factor": 0.3, "width_factor": 0.2}),
    ("RandomTranslation", {"height_factor": [-0.2, 0.3], "width_factor": 0.2, "fill_mode": "constant"}),
    ("RandomContrast", {"factor": 0.4}),
    ("RandomContrast", {"factor": [0.2, 0.4]}),
    ("RandomBrightness", {"factor": 0.3}),
    ("RandomBrightness", {"factor": [-0.5, 0.1], "value_range": [0, 200]}),
    ("RandomCrop", {"height": 3, "width": 4}),
    ("RandomCrop", {"height": 7, "width": 4}),
    ("CenterCrop", {"height": 3, "width": 4}),
    ("CenterCrop", {"height": 7, "width": 4}),
    ("Rescaling", {"scale": 1 / 127.5, "offset": -1.0}),
    ("Resizing", {"height": 4, "width": 4}),
    ("Resizing", {"height": 4, "width": 4, "crop_to_aspect_ratio": True}),
    ("Resizing", {"height": 4, "width": 4, "pad_to_aspect_ratio": True, "fill_value": 9.0}),
    ("Resizing", {"height": 3, "width": 3, "antialias": True}),
    ("RandomShear", {"x_factor": 0.3, "y_factor": 0.2}),
    ("RandomPerspective", {"factor": [1.0, 1.0], "scale": 0.5}),
    ("RandomSaturation", {"factor": 0.4}),
    ("RandomSaturation", {"factor": [0.6, 0.7]}),
    ("RandomHue", {"factor": 0.3}),
    (
        "RandomColorJitter",
        {"brightness_factor": 0.2, "contrast_factor": 0.2, "saturation_factor": 0.3, "hue_factor": 0.1},
    ),
    ("RandomColorDegeneration", {"factor": 0.5}),
    ("RandomSharpness", {"factor": 0.7}),
    ("RandomErasing", {"factor": [1.0, 1.0], "fill_value": 0.0, "scale": [0.2, 0.4]}),
    ("RandomErasing", {"factor": [1.0, 1.0]}),
    ("RandomGaussianBlur", {"factor": [1.0, 1.0], "kernel_size": 3, "sigma": 0.8}),
    ("RandomInvert", {}),
    ("RandomGrayscale", {}),
    ("RandomPosterization", {"factor": 4}),
    ("RandomPosterization", {"factor": [3, 3]}),
    ("AutoContrast", {}),
    ("Solarization", {"addition_factor": 0.2, "threshold_factor": 0.5}),
    ("Equalization", {}),
    ("MixUp", {}),
    ("CutMix", {}),
    ("RandAugment", {}),
]


def generators(layer):
    """The seed generators of a layer and of the layers it holds, each once."""
    held = [value for value in vars(layer).values() if isinstance(value, keras.Layer) and value is not layer]
    own = [value for value in vars(layer).values() if isinstance(value, keras.random.SeedGenerator)]
    return {id(found): found for found in own + [inner for one in held for inner in generators(one).values()]}


def draws(layer):
    found = generators(layer)
    return sum(int(keras.ops.convert_to_numpy(one.state)[1]) for one in found.values()) if found else None


def call(layer, images):
    if isinstance(layer, (layers.MixUp, layers.CutMix)):
        labels = np.eye(len(images), dtype="float32")
        return np.asarray(layer({"images": images, "labels": labels}, training=True)["images"])
    return np.asarray(layer(images, training=True))


def case(name, options, images):
    kind = getattr(layers, name)
    seeded = "seed" in inspect.signature(kind.__init__).parameters
    layer = kind(**options, **({"seed": 7} if seeded else {}))
    config = {key: value for key, value in layer.get_config().items() if key not in common}
    first = call(layer, images)
    taken = draws(layer)
    second = call(layer, images)
    flat = lambda out: out.astype("float64").ravel().tolist()
    return {
        "layer": name,
        "kwargs": options,
        "config": config,
        "out_shape": first.shape,
        "call1": flat(first),
        **({"call2": flat(second)} if not np.array_equal(first, second) else {}),
        **({} if taken is None else {"draws_per_call": taken}),
    }


images = draw().layers
write(
    "packages/augmentation/src/fixtures/layers.json",
    {
        "meta": meta(),
        "input_shape": images.shape,
        "input": images.ravel().tolist(),
        "note": "each case: new layer with seed=7 where it takes one; call 1 and call 2 with training=True on the same input, channels_last float32",
        "cases": [case(name, options, images) for name, options in cases],
    },
)
