"""Where a script of this folder reads and writes.

A script makes the fixtures that `fixtures.json` lists for it. `made(path)` is where it writes one, `given(path)` where it
reads one that exists already; paths are the repository's. The runner sets GOLDEN_OUT to a folder of its own and compares;
without it a script writes into the repository.
"""

import json
import os
from pathlib import Path

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

repository = Path(__file__).resolve().parents[3]


def made(path):
    """The file to write for the fixture at `path`."""
    target = Path(os.environ.get("GOLDEN_OUT", repository)) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def given(path):
    """A file of the repository, to read inputs from."""
    return repository / path


def read(path):
    """The parsed JSON of a file of the repository."""
    return json.loads(given(path).read_text(encoding="utf-8"))


def write(path, document, **options):
    """Writes one fixture as JSON, compact unless told otherwise."""
    options.setdefault("separators", (",", ":"))
    made(path).write_text(json.dumps(document, **options) + "\n", encoding="utf-8")


def meta():
    """The versions that a fixture was made with."""
    import keras
    import numpy
    import tensorflow

    return {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "numpy": numpy.__version__}
