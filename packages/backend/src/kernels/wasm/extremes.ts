/**
 * `Relu6`, `ClipByValue`, `Maximum` and `Minimum` with NaN kept; tfjs-backend-wasm gives a bound, or the other operand, in its
 * place.
 *
 *     out[i] = min(max(x[i], low), high);   out[i] = max(a[i], b[i])
 */
import * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { input, replaceKernel, type Kernel, type KernelCall } from "./kernel";
import { kernelModule } from "./module";

/** `min(max(x, low), high)` of a float32 tensor, as a new one. */
function clipped(
  { backend }: KernelCall,
  x: tf.TensorInfo,
  low: number,
  high: number,
): tf.TensorInfo {
  const out = backend.makeOutput(x.shape, "float32");
  const size = tf.util.sizeFromShape(x.shape);
  kernelModule(backend).clip(address(backend, x), address(backend, out), size, low, high);
  return out;
}

const relu6 =
  (stock: Kernel): Kernel =>
  (call) => {
    const x = input(call, "x");
    return x.dtype === "float32" ? clipped(call, x, 0, 6) : stock(call);
  };

const clipByValue =
  (stock: Kernel): Kernel =>
  (call) => {
    const x = input(call, "x");
    if (x.dtype !== "float32") return stock(call);
    const { clipValueMin, clipValueMax } = call.attrs;
    return clipped(call, x, clipValueMin as number, clipValueMax as number);
  };

/** The stock kernel keeps NaN of its first operand: run both ways round, one of the two results has it. */
const bothWays =
  (merge: "larger" | "smaller") =>
  (stock: Kernel): Kernel =>
  (call) => {
    const [a, b] = [input(call, "a"), input(call, "b")];
    const out = stock(call);
    if (a.dtype !== "float32" || b.dtype !== "float32") return out;
    const { backend } = call;
    const turned = stock({ ...call, inputs: { a: b, b: a } });
    const [to, from] = [address(backend, out), address(backend, turned)];
    kernelModule(backend)[merge](to, from, to, tf.util.sizeFromShape(out.shape));
    backend.disposeData(turned.dataId);
    return out;
  };

/** Replaces the four for wasm. */
export function registerExtremes(): void {
  replaceKernel("Relu6", relu6);
  replaceKernel("ClipByValue", clipByValue);
  replaceKernel("Maximum", bothWays("larger"));
  replaceKernel("Minimum", bothWays("smaller"));
}
