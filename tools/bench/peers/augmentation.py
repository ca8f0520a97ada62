"""Keras's own three layers on one batch in memory. Arguments: calls per sample, eager | graph."""
import sys

import keras
import tensorflow as tf
from serve import serve, timed

images = tf.random.uniform((32, 180, 180, 3), 0, 255)
layers = keras.Sequential(
    [
        keras.layers.RandomFlip("horizontal", seed=1),
        keras.layers.RandomRotation(0.1, seed=2),
        keras.layers.RandomZoom(0.1, seed=3),
    ]
)


def call(x):
    return layers(x, training=True)


augment = tf.function(call) if sys.argv[2] == "graph" else call


def run():
    for _ in range(int(sys.argv[1])):
        augment(images).numpy()
    return 32 * int(sys.argv[1])


serve(lambda: {"": timed(run)})
