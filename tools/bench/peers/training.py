"""Keras: the same network, batches and measure as training.mjs. Arguments: batches per sample, plain | augmented."""
import sys

import keras
import numpy as np
import tensorflow as tf
from keras import layers
from serve import Watch, serve

BATCH = 32
total = 1 + int(sys.argv[1])
keras.utils.set_random_seed(123)
augmented = sys.argv[2] == "augmented"
front = [layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.1)] if augmented else []
blocks = [layer for n in (16, 32, 64) for layer in (layers.Conv2D(n, 3, padding="same", activation="relu"), layers.MaxPooling2D())]
drop = [layers.Dropout(0.2)] if augmented else []
head = [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(5)]
model = keras.Sequential([keras.Input((180, 180, 3)), *front, layers.Rescaling(1.0 / 255), *blocks, *drop, *head])
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
pictures = np.random.RandomState(0).uniform(0, 255, (4, BATCH, 180, 180, 3)).astype("float32")
labels = (np.arange(BATCH) % 5).astype("int32")
data = tf.data.Dataset.from_generator(
    lambda: ((pictures[i % 4], labels) for i in range(total)),
    output_signature=(tf.TensorSpec((BATCH, 180, 180, 3)), tf.TensorSpec((BATCH,), tf.int32)),
).prefetch(tf.data.AUTOTUNE)


class Clock(keras.callbacks.Callback):
    """From the end of the first batch to the end of the last: what `fit` does once is left out."""

    def on_train_batch_end(self, batch, logs=None):
        if batch == 0:
            self.watch = Watch()
        self.part = self.watch.part(BATCH * batch)


def measure():
    clock = Clock()
    model.fit(data, epochs=1, steps_per_epoch=total, verbose=0, callbacks=[clock])
    return {"": clock.part}


serve(measure)
