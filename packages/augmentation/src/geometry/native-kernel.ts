/**
 * TensorFlow's own kernels on the native backend, through its generic op call: ImageProjectiveTransformV3, which is what
 * Keras runs, and what mirrors chosen images of a batch. Found by feature, never imported.
 */
import * as tf from "@tensorflow/tfjs";
import type { FillMode, Interpolation } from "./types";

interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

interface NativeBackend {
  readonly binding: {
    TF_ATTR_TYPE: number;
    TF_ATTR_STRING: number;
    TF_ATTR_BOOL: number;
    TF_FLOAT: number;
    TF_INT32: number;
  };
  /** Ops that `@flowers/backend` added to TensorFlow, where it did. */
  readonly graphOps?: ReadonlySet<string>;
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
      const images = inputs["images"] as tf.TensorInfo;
      const native = backend as NativeBackend;
      const { matrices, fillMode, interpolation, fillValue } =
        attrs as unknown as ProjectiveAttributes;
      const { binding } = native;
      const modes: OpAttribute[] = [
        { name: "interpolation", type: binding.TF_ATTR_STRING, value: interpolation.toUpperCase() },
        { name: "fill_mode", type: binding.TF_ATTR_STRING, value: fillMode.toUpperCase() },
      ];
      const transforms = tf.tensor2d(matrices, [matrices.length / 8, 8]);
      const size = tf.tensor1d([images.shape[1] as number, images.shape[2] as number], "int32");
      const fill = tf.scalar(fillValue);
      const dtype = { name: "dtype", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
      const given = [images, transforms, size, fill];
      // The same numbers, several times faster.
      const result = native.graphOps?.has("FlowersProjectiveTransform")
        ? native.executeSingleOutput("FlowersProjectiveTransform", modes, given)
        : native.executeSingleOutput("ImageProjectiveTransformV3", [dtype, ...modes], given);
      tf.dispose([transforms, size, fill]);
      return result;
    },
  });
}

/** Which images are mirrored, and along which axes. */
export interface FlipAttributes {
  /** One per image. */
  readonly flags: readonly boolean[];
  readonly horizontal: boolean;
  readonly vertical: boolean;
}

/**
 * Registers the mirroring kernel under a private name on the `tensorflow` backend; idempotent. Without an op for it, the whole batch is
 * reversed, for which TensorFlow has a path that moves pixels instead of numbers, and whole images are chosen from it.
 */
export function registerNativeFlip(kernelName: string): void {
  if (tf.getKernel(kernelName, "tensorflow") !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: "tensorflow",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { flags, horizontal, vertical } = attrs as unknown as FlipAttributes;
      const native = backend as NativeBackend;
      const { binding } = native;
      const images = inputs["images"] as tf.TensorInfo;
      if (native.graphOps?.has("FlowersFlip")) {
        const flagged = tf.tensor1d([...flags], "bool");
        const axes = Object.entries({ horizontal, vertical }).map(([name, value]) => ({
          ...{ name, value },
          type: binding.TF_ATTR_BOOL,
        }));
        const flipped = native.executeSingleOutput("FlowersFlip", axes, [images, flagged]);
        flagged.dispose();
        return flipped;
      }
      const type = { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
      const axes = tf.tensor1d([...(vertical ? [1] : []), ...(horizontal ? [2] : [])], "int32");
      const axesType = { name: "Tidx", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 };
      const reversed = native.executeSingleOutput("ReverseV2", [axesType, type], [images, axes]);
      const chosen = tf.tensor1d([...flags], "bool");
      // The first version of this op chooses along the first axis; the second would broadcast, pixel by pixel.
      const result = native.executeSingleOutput("Select", [type], [chosen, reversed, images]);
      tf.dispose([axes, reversed, chosen]);
      return result;
    },
  });
}
