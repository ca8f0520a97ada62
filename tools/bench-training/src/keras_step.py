"""One process of Keras: the same network, batches and measure as ours.mjs. Arguments: batches to time, form."""
import json
import sys
import time

import keras
import numpy as np
import tensorflow as tf
from keras import layers

BATCH, WARM_UP = 32, 3
total = WARM_UP + int(sys.argv[1])
keras.utils.set_random_seed(123)
front = (
    [layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.1)]
    if sys.argv[2] == "augmented"
    else []
)
blocks = [layer for n in (16, 32, 64) for layer in (layers.Conv2D(n, 3, padding="same", activation="relu"), layers.MaxPooling2D())]
drop = [layers.Dropout(0.2)] if front else []
model = keras.Sequential(
    [keras.Input((180, 180, 3)), *front, layers.Rescaling(1.0 / 255), *blocks, *drop, layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(5)]
)
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
random = np.random.RandomState(0)
pictures = random.uniform(0, 255, (4, BATCH, 180, 180, 3)).astype("float32")
labels = (np.arange(BATCH) % 5).astype("int32")
data = tf.data.Dataset.from_generator(
    lambda: ((pictures[i % 4], labels) for i in range(total)),
    output_signature=(tf.TensorSpec((BATCH, 180, 180, 3)), tf.TensorSpec((BATCH,), tf.int32)),
).prefetch(tf.data.AUTOTUNE)
ends = []


class Clock(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        ends.append(time.perf_counter())


model.fit(data, epochs=1, steps_per_epoch=total, verbose=0, callbacks=[Clock()])
print(json.dumps({"imagesPerSecond": BATCH * (total - WARM_UP) / (ends[-1] - ends[WARM_UP - 1])}))
