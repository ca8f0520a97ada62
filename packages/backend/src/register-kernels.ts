/** Registers every kernel and gradient of this package that tfjs lacks or gets wrong. */
import { registerCpuTransform } from "./kernels/cpu/transform";
import { registerAbsGradient } from "./kernels/every/abs-gradient";
import { registerTensorflowKernels } from "./kernels/tensorflow";
import { registerWasmKernels } from "./kernels/wasm";

/**
 * Registers the kernels that tfjs lacks, gets wrong or runs slowly, for every backend, chosen or not. Idempotent, and cheap;
 * {@link useBackend} calls it. Call it yourself only when you choose the backend with `tf.setBackend`, before doing so.
 *
 * @example
 * ```ts
 * registerKernels();
 * await tf.setBackend("wasm"); // trains convolutions now
 * ```
 */
export function registerKernels(): void {
  registerAbsGradient();
  registerCpuTransform();
  registerWasmKernels();
  registerTensorflowKernels();
}
