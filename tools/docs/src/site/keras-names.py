"""Writes keras-names.json: the public names of Keras's modules that coming-from-keras.md compares with ours.

    python tools/docs/src/site/keras-names.py > tools/docs/src/site/keras-names.json
"""
import inspect
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras  # noqa: E402

modules = [
    "utils", "layers", "losses", "metrics", "optimizers", "optimizers.schedules", "callbacks", "initializers",
    "regularizers", "constraints", "activations", "models", "random", "applications",
]


def names(path):
    module = keras
    for part in path.split("."):
        module = getattr(module, part)
    found = {}
    for name in dir(module):
        value = getattr(module, name)
        if name.startswith("_") or inspect.ismodule(value):
            continue
        # One class has several names: the first by which it calls itself, or the longest, is the one to list.
        key = id(value)
        own = getattr(value, "__name__", None)
        if key not in found or name == own or (found[key] != own and len(name) > len(found[key])):
            found[key] = name
    return sorted(found.values(), key=str.lower)


print(json.dumps({"version": keras.__version__, "names": {path: names(path) for path in modules}}, indent=1))
