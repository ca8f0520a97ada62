/**
 * Keras's own kernel on native TensorFlow: ImageProjectiveTransformV3 through the backend's generic op call, which
 * tfjs-node has but does not use for it. Found by feature, never imported.
 */
import * as tf from "@tensorflow/tfjs";
import type { FillMode, Interpolation } from "./types";

interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface NativeBackend {
  readonly binding: { TF_ATTR_TYPE: number; TF_ATTR_STRING: number; TF_FLOAT: number };
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.TensorInfo[]): tf.Tensor;
}

/** What the projective kernel is told besides the images; one matrix of 8 numbers per image. */
export interface ProjectiveAttributes {
  readonly matrices: Float32Array;
  readonly fillMode: FillMode;
  readonly interpolation: Interpolation;
  readonly fillValue: number;
}

/** Registers the kernel under a private name on the `tensorflow` backend; idempotent. */
export function registerNativeProjective(kernelName: string): void {
  if (tf.getKernel(kernelName, "tensorflow") !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const images = inputs["images"]!;
      const native = backend as NativeBackend;
      const { matrices, fillMode, interpolation, fillValue } =
        attrs as unknown as ProjectiveAttributes;
      const { binding } = native;
      const attributes: OpAttribute[] = [
        { name: "dtype", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        { name: "interpolation", type: binding.TF_ATTR_STRING, value: interpolation.toUpperCase() },
        { name: "fill_mode", type: binding.TF_ATTR_STRING, value: fillMode.toUpperCase() },
      ];
      const transforms = tf.tensor2d(matrices, [matrices.length / 8, 8]);
      const size = tf.tensor1d([images.shape[1]!, images.shape[2]!], "int32");
      const fill = tf.scalar(fillValue);
      const result = native.executeSingleOutput("ImageProjectiveTransformV3", attributes, [
        images,
        transforms,
        size,
        fill,
      ]);
      tf.dispose([transforms, size, fill]);
      return result;
    },
  });
}
