# The same two epochs in Keras: python keras_loader.py FOLDER plain|memory
import json, os, resource, sys, time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
import keras
import tensorflow as tf

images = keras.utils.image_dataset_from_directory(
    sys.argv[1], image_size=(180, 180), batch_size=32, seed=123, verbose=False
)
data = (images.cache() if sys.argv[2] == "memory" else images).prefetch(tf.data.AUTOTUNE)


def epoch():
    begun, before = time.perf_counter(), time.process_time()
    count = sum(int(x.shape[0]) for x, _ in data)
    seconds = time.perf_counter() - begun
    cpu = round(time.process_time() - before, 3)
    return {"imagesPerSecond": round(count / seconds), "seconds": round(seconds, 3), "cpuSeconds": cpu}


first, second = epoch(), epoch()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"first": first, "second": second, "peakMB": peak}))
