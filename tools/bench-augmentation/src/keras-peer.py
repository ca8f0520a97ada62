"""Keras's own three layers, one measurement for every line read: `eager` or `graph`, answered by milliseconds."""
import sys
import time

import keras
import tensorflow as tf

batch, height, width, channels = (int(n) for n in sys.argv[1:5])
images = tf.random.uniform((batch, height, width, channels), 0, 255)
layers = keras.Sequential(
    [
        keras.layers.RandomFlip("horizontal", seed=1),
        keras.layers.RandomRotation(0.1, seed=2),
        keras.layers.RandomZoom(0.1, seed=3),
    ]
)
runs = {"eager": lambda x: layers(x, training=True), "graph": tf.function(lambda x: layers(x, training=True))}
for line in sys.stdin:
    run = runs[line.strip()]
    started = time.perf_counter()
    run(images).numpy()
    print((time.perf_counter() - started) * 1000, flush=True)
