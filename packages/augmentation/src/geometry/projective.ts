/** The one projective transform that every geometric layer is built on, right on every backend. */
import * as tf from "@tensorflow/tfjs";
import { resolveChoice, show } from "../base/arguments";
import { requireImages } from "../base/tensors";
import { asFloat } from "../base/to-float";
import { AugmentationError } from "../errors";
import { composedProjective } from "./composed-projective";
import { hasKernel, registerHostKernel, runKernel } from "./host-kernels";
import { registerNativeProjective, type ProjectiveAttributes } from "./native-kernel";
import { fastResample } from "./fast-resample";
import { invertMatrices } from "./inverse";
import { withGradient } from "../base/with-gradient";
import { fillModes, interpolations, type Sampling } from "./types";

const kernelName = "FlowersProjectiveTransform";

/** Registers the kernels of cpu, wasm and native TensorFlow; idempotent, and done by the first transform. */
export function registerProjectiveKernels(): void {
  registerHostKernel<ProjectiveAttributes>(
    kernelName,
    ({ shape, values }, output, { matrices, ...sampling }, heap) => {
      const [batch = 0, height = 0, width = 0, channels = 0] = shape;
      fastResample(values, output, { batch, height, width, channels }, matrices, sampling, heap);
    },
    ([, , width = 0]) => 2 * width,
  );
  registerNativeProjective(kernelName);
}

/** Where tfjs has a right kernel of its own: its `Transform` shaders. */
const backendsWithTransform: ReadonlySet<string> = new Set(["webgl", "webgpu"]);

/**
 * Resamples images through projective matrices, as TensorFlow's ImageProjectiveTransformV3 (Keras's
 * `ops.image.affine_transform`) does.
 *
 * Each matrix `[a0, a1, a2, b0, b1, b2, c0, c1]` maps an **output** pixel `(x, y)` to the input position
 * `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)` with `k = c0 x + c1 y + 1`, in pixels. Bit for bit TensorFlow's on
 * cpu, wasm and native; within float rounding of the shader on WebGL and WebGPU.
 *
 * The gradient for the images is TensorFlow's, and so Keras's: the gradient of the output resampled through the inverse
 * matrices, with the same fill mode and interpolation and fill value 0. It is not the exact adjoint of the sampling.
 *
 * @param images - `[batch, height, width, channels]`, any dtype; not disposed
 * @param matrices - 8 numbers per image, or 8 numbers for all of them; all finite
 * @param sampling - fill mode (default reflect), interpolation (default bilinear), fill value (default 0)
 * @returns float32 images of the same shape, owned by the caller
 * @throws AugmentationError `invalid-argument` if the matrices do not fit the batch or are not finite
 *
 * @example
 * ```ts
 * const image = tf.tensor4d([1, 2, 3, 4], [1, 1, 4, 1]);
 * const shifted = projectiveTransform(image, [1, 0, 1, 0, 1, 0, 0, 0], { fillMode: "constant" });
 * await shifted.data(); // Float32Array [2, 3, 4, 0]
 * ```
 */
export function projectiveTransform(
  images: tf.Tensor4D,
  matrices: ArrayLike<number>,
  { fillMode = "reflect", interpolation = "bilinear", fillValue = 0 }: Sampling = {},
): tf.Tensor4D {
  requireImages("projectiveTransform", images);
  resolveChoice(fillMode, "fillMode", fillModes);
  resolveChoice(interpolation, "interpolation", interpolations);
  const attributes: ProjectiveAttributes = {
    matrices: onePerImage(matrices, images.shape[0]),
    fillMode,
    interpolation,
    fillValue,
  };
  registerProjectiveKernels();
  return tf.tidy(() =>
    withGradient(
      asFloat(images),
      (float) => forward(float, attributes),
      (dy) =>
        projectiveTransform(dy, invertMatrices(attributes.matrices), { fillMode, interpolation }),
    ),
  );
}

function forward(images: tf.Tensor4D, attributes: ProjectiveAttributes): tf.Tensor4D {
  if (hasKernel(kernelName)) return runKernel(kernelName, images, attributes);
  if (!backendsWithTransform.has(tf.getBackend())) return composedProjective(images, attributes);
  const { matrices, interpolation, fillMode, fillValue } = attributes;
  const transforms = tf.tensor2d(matrices, [matrices.length / 8, 8]);
  return tf.image.transform(images, transforms, interpolation, fillMode, fillValue);
}

function onePerImage(matrices: ArrayLike<number>, batch: number): Float32Array {
  const count = (matrices as ArrayLike<number> | undefined)?.length;
  if (typeof matrices !== "object" || (count !== 8 && count !== batch * 8)) {
    throw new AugmentationError(
      "invalid-argument",
      `projectiveTransform: expected 8 numbers for each of ${batch} images, or 8 for all; received ${count ?? show(matrices)}.`,
    );
  }
  const result = new Float32Array(batch * 8);
  for (let i = 0; i < result.length; i++)
    result[i] = matrices[matrices.length === 8 ? i % 8 : i] as number;
  const broken = result.findIndex((value) => !Number.isFinite(value));
  if (broken >= 0) {
    throw new AugmentationError(
      "invalid-argument",
      `projectiveTransform: expected finite numbers; received ${result[broken]} at ${broken}.`,
    );
  }
  return result;
}
