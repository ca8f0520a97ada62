"""Writes fits.json: three epochs with sample weights, with weights of time steps, and with options of optimizers."""

import keras
import numpy as np
from golden import write
from keras import layers, losses, optimizers

state = np.random.RandomState(3)
x = state.normal(size=(10, 4)).round(3)
y = state.randint(0, 3, 10)
x_steps = state.normal(size=(10, 2, 4)).round(3)
y_steps = state.randint(0, 3, (10, 2))
kernel = state.normal(size=(4, 3)).round(3)
sample_weight = state.uniform(size=10).round(2)
time_weight = state.uniform(size=(10, 2)).round(2)
time_weight[0] = 0
cases = [
    ("sample weights", "SGD", {}, "sample"),
    ("weights of time steps", "SGD", {}, "temporal"),
    ("weights of time steps, mean with weights", "Adam", {}, "temporal", "mean_with_sample_weight"),
    ("time steps without weights", "Adam", {}, "none of time steps"),
    ("moving average", "Adam", {"use_ema": True, "ema_momentum": 0.7}),
    ("moving average, overwriting", "SGD", {"use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 2}),
    ("accumulation", "Adam", {"gradient_accumulation_steps": 2}),
    ("accumulation across epochs, with weights", "RMSprop", {"gradient_accumulation_steps": 4}, "sample"),
    ("loss scale", "Adam", {"loss_scale_factor": 1024.0}),
    ("weight decay", "AdamW", {"weight_decay": 0.05}),
    ("weight decay and clipping", "SGD", {"weight_decay": 0.05, "clipnorm": 0.3, "momentum": 0.9}),
]


def case(title, optimizer, options, weight="none", reduction="sum_over_batch_size"):
    temporal = weight in ("temporal", "none of time steps")
    options = {"learning_rate": 0.1, **options}
    model = keras.Sequential([keras.Input((2, 4) if temporal else (4,)), layers.Dense(3)])
    model.set_weights([kernel, np.zeros(3)])
    model.compile(
        optimizer=getattr(optimizers, optimizer)(**options),
        loss=losses.SparseCategoricalCrossentropy(from_logits=True, reduction=reduction),
        metrics=["accuracy"],
        weighted_metrics=["accuracy"],
    )
    weights = {"sample": (sample_weight,), "temporal": (time_weight,)}.get(weight, ())
    data = ((x_steps, y_steps) if temporal else (x, y)) + tuple(each.astype("float32") for each in weights)
    history = model.fit(
        *data[:2],
        sample_weight=data[2] if weights else None,
        batch_size=4,
        epochs=3,
        shuffle=False,
        verbose=0,
        validation_data=data,
    ).history
    return {
        "title": title,
        "optimizer": optimizer,
        "kwargs": options,
        "temporal": temporal,
        "weight": weight if weights else None,
        "reduction": reduction,
        "history": history,
        "weights": [each.tolist() for each in model.get_weights()],
    }


write(
    "packages/training/src/fixtures/fits.json",
    {
        "x": x.tolist(),
        "y": y.tolist(),
        "xt": x_steps.tolist(),
        "yt": y_steps.tolist(),
        "kernel": kernel.tolist(),
        "sampleWeight": sample_weight.tolist(),
        "timeWeight": time_weight.tolist(),
        "cases": [case(*each) for each in cases],
    },
)
