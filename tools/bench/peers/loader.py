"""The same two epochs in Keras. Arguments: folder, plain | memory."""
import sys

import keras
import tensorflow as tf
from serve import serve, timed


def measure():
    images = keras.utils.image_dataset_from_directory(sys.argv[1], image_size=(180, 180), batch_size=32, seed=123, verbose=False)
    data = (images.cache() if sys.argv[2] == "memory" else images).prefetch(tf.data.AUTOTUNE)

    def epoch():
        return sum(int(x.shape[0]) for x, _ in data)

    return {"first epoch": timed(epoch), "second epoch": timed(epoch)}


serve(measure)
