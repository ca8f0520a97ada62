"""Writes tfdata_shuffle.json: in which order tf.data's shuffle gives 0..n-1, three times over."""

import tensorflow as tf
from golden import meta, write

# Number of elements, size of the buffer, seed of the operation.
shuffles = [
    (10, 10, 123), (10, 4, 123), (7, 256, 0), (20, 4, 123), (100, 32, 1337), (89, 256, 123),
    (50, 1, 3), (40, 16, 5), (12, 5, 2**31 - 1), (12, 5, 2**40),
]  # fmt: skip


def case(global_seed, n, buffer, seed, reshuffle):
    tf.random.set_seed(global_seed)
    dataset = tf.data.Dataset.range(n).shuffle(buffer, seed=seed, reshuffle_each_iteration=reshuffle)
    return {
        "global_seed": global_seed,
        "n": n,
        "buffer": buffer,
        "seed": seed,
        "reshuffle": reshuffle,
        "iterations": [[int(i) for i in dataset] for _ in range(3)],
    }


cases = [
    case(global_seed, *shuffle, reshuffle)
    for global_seed in (None, 5, 77)
    for shuffle in shuffles
    for reshuffle in (True, False)
]
write("packages/random/src/fixtures/tfdata_shuffle.json", {"meta": meta(), "cases": cases})
