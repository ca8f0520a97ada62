"""Prints a .keras or .h5 file as JSON: its configuration without what changes from save to save, and every array of its weights."""

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


def attributes(node):
    found = {key: value.decode() if isinstance(value, bytes) else str(value) for key, value in node.attrs.items()}
    return {
        key: lasting(json.loads(value)) if value.startswith("{") else value
        for key, value in found.items()
        if key not in VOLATILE
    }


def contents(source):
    with h5py.File(source) as file:
        weights, names = {}, {"/": attributes(file)}

        def visit(path, node):
            names[path] = attributes(node)
            if isinstance(node, h5py.Dataset):
                array = np.asarray(node)
                # bfloat16 lies in the file as bare bytes.
                plain = array.view(np.uint16) if array.dtype.kind == "V" else array
                values = array.astype(str) if array.dtype.kind in "OSU" else plain
                weights[path] = {"dtype": str(array.dtype), "shape": list(array.shape), "values": values.ravel().tolist()}

        file.visititems(visit)
        return {"attributes": names, "weights": weights}


def archive(path):
    with zipfile.ZipFile(path) as file:
        found = {"entries": file.namelist()}
        for name in ("metadata.json", "config.json"):
            found[name] = lasting(json.loads(file.read(name)))
        return {**found, **contents(io.BytesIO(file.read("model.weights.h5")))}


path = sys.argv[1]
print(json.dumps(archive(path) if path.endswith(".keras") else contents(path)))
