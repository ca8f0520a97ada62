"""Inputs that several fixtures share, drawn one after another from NumPy's RandomState(0).

In this order: six pictures to resize, one picture and six transforms for the affine kernel, one batch for the image layers.
"""

from types import SimpleNamespace

import numpy as np

sizes = [
    ((5, 7, 3), (4, 4)),
    ((5, 7, 1), (9, 11)),
    ((4, 4, 1), (2, 2)),
    ((2, 2, 1), (4, 4)),
    ((9, 6, 3), (6, 6)),
    ((6, 6, 3), (6, 6)),
]


def transform(state, projective):
    row = lambda: [*state.uniform(-1.5, 1.5, 2), state.uniform(-15, 15)]
    bend = (lambda: [*state.uniform(-0.02, 0.02, 2)]) if projective else (lambda: [0, 0])
    return np.array([*row(), *row(), *bend()], "float32")


def draw():
    """resize: pictures of uint8 with the size asked for; affine: one picture of float32 and transforms; layers: a batch of float32."""
    state = np.random.RandomState(0)
    pixels = lambda shape: state.randint(0, 256, shape)
    return SimpleNamespace(
        resize=[(pixels(shape).astype("uint8"), size) for shape, size in sizes],
        affine=pixels((5, 6, 1)).astype("float32"),
        transforms=[transform(state, projective) for projective in (False, False, False, False, True, True)],
        layers=pixels((2, 5, 6, 3)).astype("float32"),
    )
