/**
 * Histogram equalization of whole batches in 0..255 (docs/keras-semantics.md, 4.4). Per channel, over all images together:
 *
 *   bin = trunc(v (bins - 1) / 255);  cdf = running count;  table = round((cdf - cdf0) 255 / (total - cdf0))
 *
 * and v becomes table[trunc(v / 255 (bins - 1))]; a channel with one single bin stays as it is.
 * In double precision on cpu and wasm, as Keras; in float32 from stock ops elsewhere.
 */
import * as tf from "@tensorflow/tfjs";
import { withGradient } from "../base/with-gradient";
import {
  hasKernel,
  registerHostKernel,
  runKernel,
  type HostKernel,
} from "../geometry/host-kernels";

interface EqualizeAttributes {
  readonly bins: number;
}

const kernelName = "FlowersEqualize";
const f = Math.fround;

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

const clampBin = (bin: number, bins: number): number => Math.min(Math.max(bin, 0), bins - 1);

function lookupTable(histogram: Float64Array): Float32Array {
  let running = 0;
  const cumulative = histogram.map((count) => (running += count));
  const first = cumulative.find((count) => count > 0) ?? 0;
  const span = running - first || 1;
  return Float32Array.from(cumulative, (count) =>
    Math.min(Math.max(roundHalfEven(((count - first) * 255) / span), 0), 255),
  );
}

const equalizeOnHost: HostKernel<EqualizeAttributes> = ({ shape, values }, output, { bins }) => {
  const channels = shape[3] ?? 0;
  for (let c = 0; c < channels; c++) {
    const histogram = new Float64Array(bins);
    for (let at = c; at < values.length; at += channels) {
      const bin = clampBin(Math.trunc(f(f((values[at] as number) * (bins - 1)) / 255)), bins);
      histogram[bin] = (histogram[bin] as number) + 1;
    }
    const table = lookupTable(histogram);
    const flat = histogram.filter((count) => count > 0).length <= 1;
    for (let at = c; at < values.length; at += channels) {
      const value = values[at] as number;
      output[at] = flat
        ? value
        : (table[Math.trunc(clampBin(f(f(value / 255) * (bins - 1)), bins))] as number);
    }
  }
};

/**
 * Counts bins: by TensorFlow's op on native; on WebGL and WebGPU, whose `bincount` reads pixels back to the host, by two
 * one-hot matrices whose product is the histogram, which is exact up to 2^24 pixels.
 */
function countBins(indices: tf.Tensor1D, bins: number): tf.Tensor1D {
  if (tf.getBackend() === "tensorflow")
    return tf.bincount(indices, tf.tensor1d([], "float32"), bins);
  const side = Math.max(2, Math.ceil(Math.sqrt(bins)));
  const high = tf.floorDiv(indices, tf.scalar(side, "int32"));
  const low = tf.sub(indices, tf.mul(high, tf.scalar(side, "int32")));
  const rows = tf.oneHot(high, side, 1, 0, "float32");
  const columns = tf.oneHot(low, side, 1, 0, "float32");
  const counts = tf.matMul(rows, columns, true);
  return tf.slice(tf.reshape(counts, [side * side]), [0], [bins]) as tf.Tensor1D;
}

function equalizeChannel(channel: tf.Tensor, bins: number): tf.Tensor {
  const scaled = tf.div(tf.mul(channel, bins - 1), 255);
  const indices = tf.clipByValue(tf.cast(scaled, "int32"), 0, bins - 1);
  const flatIndices = tf.cast<tf.Tensor1D>(tf.reshape(indices, [-1]), "int32");
  const histogram = countBins(flatIndices, bins);
  const cumulative = tf.cumsum(histogram);
  const counted = tf.greater(cumulative, 0);
  const total = tf.sum(histogram);
  const first = tf.min(tf.where(counted, cumulative, total));
  const span = tf.sub(total, first);
  const safe = tf.maximum(span, 1);
  const table = tf.clipByValue(
    tf.round(tf.div(tf.mul(tf.sub(cumulative, first), 255), safe)),
    0,
    255,
  );
  const positions = tf.cast(
    tf.clipByValue(tf.mul(tf.div(channel, 255), bins - 1), 0, bins - 1),
    "int32",
  );
  const filled = tf.sum(tf.cast(tf.greater(histogram, 0), "float32"));
  return tf.where(
    tf.broadcastTo(tf.lessEqual(filled, 1), channel.shape),
    channel,
    tf.gather(table, positions),
  );
}

/**
 * Equalizes float32 images with values in 0..255; a new tensor, owned by the caller. Values are looked up: the gradient
 * is zero.
 */
export function equalizeImages(images: tf.Tensor4D, bins: number): tf.Tensor4D {
  registerHostKernel(kernelName, equalizeOnHost);
  return withGradient(images, (x) => forward(x, bins), tf.zerosLike);
}

function forward(images: tf.Tensor4D, bins: number): tf.Tensor4D {
  if (hasKernel(kernelName)) return runKernel(kernelName, images, { bins });
  return tf.tidy(
    () =>
      tf.concat(
        tf.split(images, images.shape[3], 3).map((c) => equalizeChannel(c, bins)),
        3,
      ) as tf.Tensor4D,
  );
}
