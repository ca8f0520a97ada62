"""Makes fine-tune.json: Keras fine-tunes a base that is called with `training=False`, from a layer on.

The call stands in a subclassed model. In a functional one, as Keras's guide to transfer learning writes it, Keras 3.15.1 passes
the outer model's `training` on to the base over what the call said (`operation_fn` in models/functional.py), and batch
normalization runs by the batch.
"""

import json

import keras
import numpy as np
from golden import given, made

keras.utils.set_random_seed(7)
# Formulas, so that the test makes the same arrays.
x = (np.arange(40 * 12 * 12 * 3) * 7919 % 256).reshape(40, 12, 12, 3).astype("float32")
y = np.arange(40) * 5 % 3
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


class FineTuned(keras.Model):
    def __init__(self, base, head):
        super().__init__()
        self.base, self.head = base, head

    def call(self, inputs):
        return self.head(self.base(inputs, training=False))


def run(first):
    saved = keras.models.load_model(given("packages/training/src/fixtures/transfer/base.keras"))
    base = keras.Sequential([keras.Input((12, 12, 3)), *saved.layers[:-1]])
    head = keras.layers.Dense(3)
    model = FineTuned(base, head)
    model(x[:1])
    kernel = ((np.arange(64 * 3) * 31 % 101) / 1000 - 0.05).reshape(64, 3).astype("float32")
    head.set_weights([kernel, np.zeros(3, "float32")])
    base.trainable = True
    for layer in base.layers[:first]:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
    history = model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0, validation_data=(x[:16], y[:16])).history
    normalization = next(layer for layer in base.layers if isinstance(layer, keras.layers.BatchNormalization))
    weights = {name: getattr(normalization, name).numpy().tolist() for name in ["gamma", "beta", "moving_mean", "moving_variance"]}
    return {"history": history, "normalization": weights, "trainable": len(model.trainable_weights)}


names = [layer.name for layer in keras.models.load_model(given("packages/training/src/fixtures/transfer/base.keras")).layers]
result = {"layers": names, "all": run(0), "from": {"layer": names[2], **run(2)}}
with open(made("packages/training/src/fixtures/fine-tune.json"), "w") as file:
    json.dump(result, file, indent=2)
    file.write("\n")
