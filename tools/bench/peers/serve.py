"""A peer's own side: says its versions, then measures once for each line that it reads."""
import json
import resource
import sys
import time

import keras
import tensorflow as tf


class Watch:
    """Seconds of the clock and of all processors since it was made."""

    def __init__(self):
        self.clock, self.cpu = time.perf_counter(), time.process_time()

    def part(self, items):
        return {"items": items, "seconds": time.perf_counter() - self.clock, "cpuSeconds": time.process_time() - self.cpu}


def timed(run):
    """Times `run`, which returns how many items it did."""
    watch = Watch()
    return watch.part(run())


def serve(measure):
    """Answers until there is nothing more to read; `measure` gives the parts of one sample by name."""
    versions = {"Keras": keras.__version__, "TensorFlow": tf.__version__}
    print(json.dumps({"versions": versions}), flush=True)
    for line in sys.stdin:
        if line.strip():
            parts = measure()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(json.dumps({"parts": parts, "peakMB": peak}), flush=True)
