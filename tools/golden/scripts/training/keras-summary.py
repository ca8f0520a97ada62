"""Writes keras-summary.json: the tables that Keras's `summary` prints for the tutorial's two models, small odd ones and graphs.

They are printed in a terminal wide enough: in a narrower one, the library that draws them cuts them off.
"""

import os

os.environ["COLUMNS"] = "200"

import keras
from golden import write
from keras import layers


def block(filters):
    return [layers.Conv2D(filters, 3, padding="same", activation="relu"), layers.MaxPooling2D()]


def tutorial(augmented):
    """Names count from the start for each model."""
    keras.utils.clear_session()
    kinds = [layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.1)]
    last = {"name": "outputs"} if augmented else {}
    return keras.Sequential(
        [
            keras.Input((180, 180, 3)),
            *(kinds if augmented else []),
            layers.Rescaling(1.0 / 255),
            *[layer for filters in (16, 32, 64) for layer in block(filters)],
            *([layers.Dropout(0.2)] if augmented else []),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(5, **last),
        ]
    )


def odd():
    return keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(4, name="a_quite_long_layer_name_that_cannot_fit_into_its_column_at_all"),
            layers.BatchNormalization(name="norm"),
            layers.Dense(3, name="frozen", trainable=False),
        ],
        name="odd",
    )


def branching():
    pixels = keras.Input((8,), name="pixels")
    left, right = layers.Dense(4, name="left")(pixels), layers.Dense(4, name="right")(pixels)
    joined = layers.Concatenate(name="join")([left, right])
    return keras.Model(pixels, layers.Dense(2, name="head")(joined), name="branching")


def chain():
    pixels = keras.Input((8,), name="pixels")
    first = layers.Dense(4, name="first")(pixels)
    return keras.Model(pixels, layers.Dense(2, name="head")(first), name="chain")


def table(model, **options):
    printed = []
    model.summary(print_fn=printed.append, **options)
    (text,) = printed
    return text


def tutorial_tables(augmented):
    model = tutorial(augmented)
    tables = {
        "76": table(model, line_length=76),
        "88": table(model, line_length=88),
        "100_trainable": table(model, line_length=100, show_trainable=True),
        "50": table(model, line_length=50),
    }
    model.compile(optimizer="adam")
    model.optimizer.build(model.trainable_variables)
    return {**tables, "adam": table(model, line_length=88)}


write(
    "packages/training/src/summary/fixtures/keras-summary.json",
    {
        "basic": tutorial_tables(augmented=False),
        "augmented": tutorial_tables(augmented=True),
        "odd": {
            "88": table(odd(), line_length=88),
            "trainable": table(odd(), line_length=100, show_trainable=True),
        },
        "branching": {
            "108": table(branching(), line_length=108),
            "trainable": table(branching(), line_length=120, show_trainable=True),
        },
        "chain": {"88": table(chain(), line_length=88)},
    },
)
