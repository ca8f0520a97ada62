"""Prints a .keras file as JSON: its configuration without what changes from save to save, and every array of its weights."""

import io
import json
import sys
import zipfile

import h5py
import numpy as np

VOLATILE = {"shared_object_id", "date_saved", "keras_version"}


def lasting(value):
    if isinstance(value, dict):
        return {key: lasting(entry) for key, entry in value.items() if key not in VOLATILE}
    return [lasting(entry) for entry in value] if isinstance(value, list) else value


with zipfile.ZipFile(sys.argv[1]) as archive:
    found = {"entries": archive.namelist()}
    for name in ("metadata.json", "config.json"):
        found[name] = lasting(json.loads(archive.read(name)))
    weights, names = {}, {}

    def visit(path, node):
        names[path] = {key: str(value) for key, value in node.attrs.items()}
        if isinstance(node, h5py.Dataset):
            array = np.asarray(node)
            weights[path] = {"dtype": str(array.dtype), "shape": list(array.shape), "values": array.ravel().tolist()}

    with h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as file:
        file.visititems(visit)
    found["attributes"], found["weights"] = names, weights
print(json.dumps(found))
