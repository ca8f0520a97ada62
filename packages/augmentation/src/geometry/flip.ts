/** Mirrors chosen images of a batch: by our own kernel on cpu, wasm and native TensorFlow, by stock ops elsewhere. */
import * as tf from "@tensorflow/tfjs";
import { hasKernel, registerHostKernel, runKernel, type HostKernel } from "./host-kernels";
import { registerNativeFlip, type FlipAttributes } from "./native-kernel";
import { withGradient } from "../base/with-gradient";

/** Which way to mirror. */
export interface FlipAxes {
  /** Left and right change places. */
  readonly horizontal: boolean;
  /** Top and bottom change places. */
  readonly vertical: boolean;
}

const kernelName = "FlowersFlip";

const flipOnHost: HostKernel<FlipAttributes> = (
  { shape, values },
  output,
  { flags, horizontal, vertical },
) => {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const rowSize = width * channels;
  const imageSize = height * rowSize;
  for (let image = 0; image < batch; image++) {
    const base = image * imageSize;
    if (!flags[image]) {
      output.set(values.subarray(base, base + imageSize), base);
      continue;
    }
    for (let y = 0; y < height; y++) {
      const from = base + (vertical ? height - 1 - y : y) * rowSize;
      let to = base + y * rowSize;
      if (!horizontal) {
        output.set(values.subarray(from, from + rowSize), to);
        continue;
      }
      if (channels === 3) {
        // Written out, the usual case takes a third of the time.
        for (let at = from + rowSize - 3; at >= from; at -= 3, to += 3) {
          output[to] = values[at] as number;
          output[to + 1] = values[at + 1] as number;
          output[to + 2] = values[at + 2] as number;
        }
        continue;
      }
      for (let at = from + rowSize - channels; at >= from; at -= channels) {
        for (let c = 0; c < channels; c++) output[to++] = values[at + c] as number;
      }
    }
  }
};

/** The matrices of mirroring, 8 numbers per image; exact in float32 for whole pixel positions. */
export function flipMatrices(
  flags: readonly boolean[],
  { horizontal, vertical }: FlipAxes,
  height: number,
  width: number,
): Float32Array {
  const matrices = new Float32Array(flags.length * 8);
  flags.forEach((flag, image) => {
    const sx = flag && horizontal ? -1 : 1;
    const sy = flag && vertical ? -1 : 1;
    matrices.set([sx, 0, sx < 0 ? width - 1 : 0, 0, sy, sy < 0 ? height - 1 : 0, 0, 0], image * 8);
  });
  return matrices;
}

/**
 * Mirrors the images whose flag is set.
 *
 * @param images - `[batch, height, width, channels]` float32; not disposed
 * @param flags - one per image
 * @returns a new tensor of the same shape, owned by the caller; pixel values are moved, never changed. The gradient is
 * mirrored back.
 */
export function flipImages(
  images: tf.Tensor4D,
  flags: readonly boolean[],
  axes: FlipAxes,
): tf.Tensor4D {
  registerHostKernel(kernelName, flipOnHost);
  registerNativeFlip(kernelName);
  return withGradient(
    images,
    (x) => forward(x, flags, axes),
    (dy) => flipImages(dy, flags, axes),
  );
}

function forward(images: tf.Tensor4D, flags: readonly boolean[], axes: FlipAxes): tf.Tensor4D {
  if (hasKernel(kernelName)) return runKernel(kernelName, images, { flags, ...axes });
  const reversed = [...(axes.vertical ? [1] : []), ...(axes.horizontal ? [2] : [])];
  const flipped = tf.tensor4d(flags.map(Number), [flags.length, 1, 1, 1], "bool");
  return tf.where(flipped, tf.reverse(images, reversed), images);
}
