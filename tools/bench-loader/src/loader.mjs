// One run of the loader: two epochs without a cache, with one in memory or with one on disk; peak memory of the process.
import { AUTOTUNE, imageDatasetFromDirectory } from "@flowers/dataset";
import * as tf from "@tensorflow/tfjs";

// what: "plain" (no cache, two epochs), "memory" or the path of a disk cache (two epochs each)
const [folder, pixels, what] = process.argv.slice(2);
const images = await imageDatasetFromDirectory(folder, {
  imageSize: [180, 180],
  batchSize: 32,
  seed: 123,
  pixels,
  verbose: false,
});
const cached = what === "plain" ? images : what === "memory" ? images.cache() : images.cache(what);
const data = cached.prefetch(AUTOTUNE);

/** One epoch: images per second, seconds, and processor seconds of all threads (which a busy machine blurs least). */
async function epoch() {
  const begun = performance.now();
  const before = process.cpuUsage();
  let count = 0;
  for await (const { xs, ys } of data) {
    count += xs.shape[0];
    tf.dispose([xs, ys]);
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = Number(((user + system) / 1e6).toFixed(3));
  return {
    imagesPerSecond: Math.round(count / seconds),
    seconds: Number(seconds.toFixed(3)),
    cpuSeconds,
  };
}

const first = await epoch();
const second = await epoch();
const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ first, second, peakMB })}\n`);
