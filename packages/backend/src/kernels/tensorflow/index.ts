/** The kernels of this package for native TensorFlow. */
import * as tf from "@tensorflow/tfjs";
import { registerMaxPoolGrad } from "./max-pool-grad";
import { registerReluGrad } from "./relu-grad";
import { registerTensorflowTransform } from "./transform";

/** Registers them unless they are registered already (tfjs keeps kernels on globalThis, across copies of this package). */
export function registerTensorflowKernels(): void {
  registerMaxPoolGrad();
  if (tf.getKernel("ReluGrad", "tensorflow") === undefined) registerReluGrad();
  if (tf.getKernel("Transform", "tensorflow") === undefined) registerTensorflowTransform();
}
