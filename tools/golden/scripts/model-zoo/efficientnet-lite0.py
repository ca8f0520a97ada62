"""EfficientNet-Lite0 built in Keras layer by layer: initial weights for a seed, and features from the packaged weights.

`image0.bin` is the first of numpy.random.default_rng(11).integers(0, 256, (2, 224, 224, 3)); the second image is a formula
that the test repeats. With KERAS_LITE0 naming a file of float32 weights (scripts/make-weights.py ... float32), `float32` holds the
features from those; without it they stay as they are in the repository.
"""

import hashlib
import json
import os
import struct

import keras
import numpy as np
from golden import given, made, meta, read, write
from keras import layers

FIXTURE = "packages/model-zoo/src/fixtures/efficientnet-lite0"
STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]


def network(pooling="avg"):
    def normalize(x, name):
        return layers.BatchNormalization(name=name)(x)

    def conv(x, filters, name):
        return layers.Conv2D(filters, 1, use_bias=False, name=name)(x)

    def relu6(x, name):
        return layers.ReLU(6.0, name=name)(x)

    images = keras.Input((224, 224, 3), name="images")
    x = layers.Rescaling(1 / 128, offset=-127 / 128, name="rescaling")(images)
    x = layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False, name="stem_conv")(x)
    x = relu6(normalize(x, "stem_bn"), "stem_activation")
    for s, (repeats, size, first, expansion, filters) in enumerate(STAGES):
        for i in range(repeats):
            name, stride, door = f"block{s + 1}{chr(97 + i)}", first if i == 0 else 1, x
            if expansion != 1:
                x = conv(x, x.shape[-1] * expansion, f"{name}_expand_conv")
                x = relu6(normalize(x, f"{name}_expand_bn"), f"{name}_expand_activation")
            x = layers.DepthwiseConv2D(size, stride, "same", use_bias=False, name=f"{name}_dwconv")(x)
            x = relu6(normalize(x, f"{name}_bn"), f"{name}_activation")
            x = normalize(conv(x, filters, f"{name}_project_conv"), f"{name}_project_bn")
            if stride == 1 and door.shape[-1] == filters:
                x = layers.Add(name=f"{name}_add")([door, x])
    x = relu6(normalize(conv(x, 1280, "top_conv"), "top_bn"), "top_activation")
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    return keras.Model(images, x, name="efficientnet_lite0")


def load(model, path):
    content = open(path, "rb").read()
    (size,) = struct.unpack("<Q", content[:8])
    header, data = json.loads(content[8 : 8 + size]), content[8 + size :]
    for weight in model.weights:
        entry = header[weight.path]
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], {"F16": "<f2", "F32": "<f4"}[entry["dtype"]])
        weight.assign(values.reshape(entry["shape"]).astype("float32"))


keras.utils.set_random_seed(123)
model = network()
initial = {w.path: hashlib.sha256(w.numpy().tobytes()).hexdigest() for w in model.weights if w.path.endswith("kernel")}

image0 = np.random.default_rng(11).integers(0, 256, (2, 224, 224, 3))[0]
y, x = np.mgrid[0:224, 0:224]
image1 = np.stack([np.round(y / 223 * 255), np.round(x / 223 * 255), np.round((np.sin(y / 9) + np.cos(x / 7) + 2) / 4 * 255)], -1)
images = np.stack([image0, image1]).astype("float32")
made(f"{FIXTURE}/image0.bin").write_bytes(image0.astype("uint8").tobytes())


def features(path):
    load(model, path)
    return [[float(value) for value in row] for row in model.predict(images, verbose=0)]


original = os.environ.get("KERAS_LITE0")
write(
    f"{FIXTURE}/keras.json",
    {
        "meta": meta(),
        "layers": [layer.name for layer in model.layers],
        "initial": initial,
        "float16": features(given("packages/efficientnet-lite0/weights/imagenet.safetensors")),
        "float32": features(original) if original else read(f"{FIXTURE}/keras.json")["float32"],
    },
)
