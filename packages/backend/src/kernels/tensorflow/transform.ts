/**
 * `Transform` (tf.image.transform) on native TensorFlow, which tfjs-node lacks, through TensorFlow's op or ours.
 *
 * output[b, y, x] = input[b, sample((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)] with k = c0 x + c1 y + 1.
 */
import * as tf from "@tensorflow/tfjs";
import { requiredInput, stringAttribute, typeAttribute, type NodeBackend } from "./node-backend";

interface TransformAttributes {
  readonly interpolation: "nearest" | "bilinear";
  readonly fillMode: "constant" | "reflect" | "wrap" | "nearest";
  readonly fillValue: number;
  readonly outputShape?: readonly [number, number];
}

/** Registers the kernel. */
export function registerTensorflowTransform(): void {
  tf.registerKernel({
    kernelName: "Transform",
    backendName: "tensorflow",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const native = backend as unknown as NodeBackend;
      const { interpolation, fillMode, fillValue, outputShape } =
        attrs as unknown as TransformAttributes;
      const image = requiredInput(inputs, "image");
      const [, imageHeight, imageWidth] = image.shape as [number, number, number, number];
      const [height, width] = outputShape ?? [imageHeight, imageWidth];
      const size = tf.tensor1d([height, width], "int32");
      const fill = tf.scalar(fillValue);
      try {
        const modes = [
          stringAttribute(native, "interpolation", interpolation.toUpperCase()),
          stringAttribute(native, "fill_mode", fillMode.toUpperCase()),
        ];
        const given = [image, requiredInput(inputs, "transforms"), size, fill];
        // The same numbers, several times faster.
        return image.dtype === "float32" && native.graphOps?.has("FlowersProjectiveTransform")
          ? native.executeSingleOutput("FlowersProjectiveTransform", modes, given)
          : native.executeSingleOutput(
              "ImageProjectiveTransformV3",
              [typeAttribute(native, "dtype", image.dtype), ...modes],
              given,
            );
      } finally {
        tf.dispose([size, fill]);
      }
    },
  });
}
