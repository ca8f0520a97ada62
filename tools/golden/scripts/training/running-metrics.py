"""Writes running-metrics.json: Keras's Mean and Sum over updates, and the regions' metrics with whole and broken weights."""
import keras
import numpy as np
from golden import write

draw = np.random.RandomState(5)


def values(*shape):
    return np.float32(draw.uniform(-3, 3, shape)).round(3)


def weights(*shape):
    return np.float32(draw.choice([0, 0.2, 0.5, 1, 1.7, 3], shape))


def plain(x):
    return None if x is None else {"shape": list(x.shape), "values": [float(v) for v in x.ravel()]}


plan = [
    [(values(), None)],
    [(values(), None), (values(4), None)],
    [(values(4), weights(4)), (values(3), weights(3))],
    [(values(4, 2), None)],
    [(values(4, 2), weights(4))],
    [(values(4, 2), weights(4, 2))],
    [(values(4, 2), weights(4, 1))],
    [(values(4, 1), weights(4))],
    [(values(4), weights(4, 1))],
    [(values(3, 2, 2), weights(3, 2))],
    [(values(3, 2, 2), weights(3, 2, 2)), (values(2, 2, 2), None)],
    [(values(3, 2, 1), weights(3, 2))],
    [(values(4), np.zeros(4, "float32"))],
]
running = []
for updates in plan:
    row = {"updates": [[plain(v), plain(w)] for v, w in updates]}
    for name in ("Mean", "Sum"):
        metric = getattr(keras.metrics, name)()
        for v, w in updates:
            metric.update_state(v, sample_weight=w)
        row[name] = float(metric.result())
    running.append(row)

regions = []
for classes in (2, 3, 2, 4):
    y_true, y_pred = draw.randint(0, classes, 12), draw.randint(0, classes, 12)
    weight = weights(12)
    row = {"classes": classes, "y_true": y_true.tolist(), "y_pred": y_pred.tolist(), "weight": [float(w) for w in weight]}
    for dtype in ("int", "float32"):
        metric = keras.metrics.MeanIoU(num_classes=classes, dtype=dtype)
        metric.update_state(y_true, y_pred, sample_weight=weight)
        row[dtype] = float(metric.result())
    regions.append(row)

write("packages/training/src/metrics/fixtures/running-metrics.json", {"running": running, "regions": regions})
