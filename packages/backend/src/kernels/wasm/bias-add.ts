/**
 * Addition of a bias vector, which tfjs-backend-wasm runs through its general broadcast.
 *
 *     out[r, c] = a[r, c] + b[c], every axis but the last flattened into r; loop order r, c in fours
 */
import * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { input, replaceKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

const makeKernel =
  (stock: Kernel): Kernel =>
  (call) => {
    const a = input(call, "a");
    const b = input(call, "b");
    const [channels = 0] = b.shape;
    const fits =
      a.dtype === "float32" &&
      b.dtype === "float32" &&
      a.shape.length > 1 &&
      b.shape.length === 1 &&
      channels === a.shape[a.shape.length - 1] &&
      channels > 0;
    if (!fits) return stock(call);
    const { backend } = call;
    const out = backend.makeOutput(a.shape, "float32");
    kernelModule(backend).biasAdd(
      address(backend, a),
      address(backend, b),
      address(backend, out),
      tf.util.sizeFromShape(a.shape) / channels,
      channels,
    );
    return out;
  };

/** Replaces `Add` for wasm. */
export function registerBiasAdd(): void {
  replaceKernel("Add", makeKernel);
}
