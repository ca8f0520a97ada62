// Ours: two epochs over a folder of photos. Arguments: folder, float32 | uint8, plain | memory | the path of a disk cache.
import { AUTOTUNE, imageDatasetFromDirectory } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";
import { serve, timed } from "./serve.mjs";

const [folder, pixels, what] = process.argv.slice(2);

async function measure() {
  const images = await imageDatasetFromDirectory(folder, {
    imageSize: [180, 180],
    batchSize: 32,
    seed: 123,
    pixels,
    verbose: false,
  });
  const cached =
    what === "plain" ? images : what === "memory" ? images.cache() : images.cache(what);
  const data = cached.prefetch(AUTOTUNE);
  const epoch = async () => {
    let count = 0;
    for await (const { xs, ys } of data) {
      count += xs.shape[0];
      tf.dispose([xs, ys]);
    }
    return count;
  };
  return { "first epoch": await timed(epoch), "second epoch": await timed(epoch) };
}

await serve({}, measure);
