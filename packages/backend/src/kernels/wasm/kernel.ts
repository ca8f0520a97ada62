/** Puts a kernel in place of tfjs-backend-wasm's own, which stays at hand for the cases that ours leaves to it. */
import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "./heap";

/** What a kernel is called with. */
export interface KernelCall {
  readonly inputs: Record<string, tf.TensorInfo>;
  readonly attrs: Record<string, unknown>;
  readonly backend: WasmBackend;
}

/** A kernel, or the stock one it replaces. */
export type Kernel = (call: KernelCall) => tf.TensorInfo;

/** The input called `name`; tfjs always passes it. */
export function input({ inputs }: KernelCall, name: string): tf.TensorInfo {
  const info = inputs[name];
  if (info === undefined) throw new Error(`wasm kernel: input "${name}" is missing.`);
  return info;
}

/** Registers `kernel` under `name`, new to the wasm backend. */
export function addKernel(name: string, kernel: Kernel): void {
  tf.registerKernel({
    kernelName: name,
    backendName: "wasm",
    kernelFunc: kernel as unknown as tf.KernelFunc,
  });
}

/**
 * Registers `make(stock)` in the place of the stock kernel `name`. The stock kernel's setup function is kept, so that it
 * works whether the backend is already running or starts later.
 */
export function replaceKernel(name: string, make: (stock: Kernel) => Kernel): void {
  const config = stockKernel(name);
  tf.unregisterKernel(name, "wasm");
  const kernel = make(config.kernelFunc as unknown as Kernel);
  tf.registerKernel({ ...config, kernelFunc: kernel as unknown as tf.KernelFunc });
}

/** The registered kernel `name` of the wasm backend. */
export function stockKernel(name: string): tf.KernelConfig {
  const config = tf.getKernel(name, "wasm");
  if (config === undefined) throw new Error(`wasm kernels: tfjs-backend-wasm has no ${name}.`);
  return config;
}
