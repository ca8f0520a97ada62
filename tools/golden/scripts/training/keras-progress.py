"""Writes keras-progress.json: what Keras's progress bar writes at given times.

A step is: seconds since the one before, how many batches are done, values to show, whether it is the last. The bar believes that
it writes to a terminal.
"""

import sys
import time

from golden import write
from keras.utils import Progbar

now = 0.0
time.time = lambda: now
constant = {"accuracy": 0.1, "loss": 2}
ten = [
    (2.5, 1, {"accuracy": 0.25, "loss": 1.6}, False),
    (0.01, 2, {"accuracy": 0.26, "loss": 1.59}, False),
    (0.06, 3, {"accuracy": 0.3, "loss": 1.5}, False),
    (0.3, 7, {"accuracy": 0.0005, "loss": 12.3456789}, False),
    (20, 9, {"accuracy": 0.5, "loss": -3e-5}, False),
    (1.2, 10, {"accuracy": 0.6, "loss": 0.9}, False),
    (0.5, 10, {"accuracy": 0.6, "loss": 0.9, "val_accuracy": 0.55, "val_loss": 0.001}, True),
]
runs = [
    (10, 1, ten),
    (10, 2, ten),
    (None, 1, [(1.0, 1, constant, False), (0.2, 2, constant, False), (0.2, 3, constant, False)]),
    (
        2000,
        1,
        [
            (5.0, 1, constant, False),
            (5.0, 2, constant, False),
            (100.0, 900, constant, False),
            (0.0004, 1999, constant, False),
            (0.2, 2000, constant, True),
        ],
    ),
    (40000, 1, [(1e-5, 1, constant, False), (1.0, 30000, constant, False), (0.1, 40000, constant, True)]),
    (3, 2, [(1.5, 3, {"loss": -1.0, "z": 0.0005, "y": 0.001}, True)]),
    (1, 1, [(2.5, 1, {"loss": 1.0}, False), (0.5, 1, {"loss": 1.0}, True)]),
]


class Terminal:
    """Keeps what is written to it."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


def written(target, verbose, steps):
    global now
    now = 1000.0
    out = []
    usual = sys.stdout
    sys.stdout = terminal = Terminal()
    try:
        # Epochs' values are averages already: stateful ones are shown as they are.
        names = {name for _, _, values, _ in steps for name in values}
        bar = Progbar(target, verbose=verbose, stateful_metrics=names, unit_name="step")
        for seconds, current, values, finalize in steps:
            now += seconds
            terminal.text = ""
            bar.update(current, list(values.items()), finalize=finalize)
            if terminal.text:
                out.append(terminal.text)
    finally:
        sys.stdout = usual
    return {"target": target, "verbose": verbose, "steps": steps, "out": out}


write("packages/training/src/progress/fixtures/keras-progress.json", [written(*run) for run in runs])
