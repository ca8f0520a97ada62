/**
 * `Prelu` with slopes that broadcast over any axes; tfjs-backend-wasm takes the slopes in turn, which is right only where the
 * axes that they do not share come last.
 *
 *     out[i] = x[i] < 0 ? alpha[i] x[i] : x[i]
 */
import * as tf from "@tensorflow/tfjs";
import { floats } from "./heap";
import { input, replaceKernel, type Kernel, type KernelCall } from "./kernel";

/** Whether reading the slopes in turn, again and again, gives each value its own: ones, then the lengths of `shape` to its end. */
function repeats(alpha: readonly number[], shape: readonly number[]): boolean {
  const own = alpha.findIndex((length) => length !== 1);
  if (own === -1) return true;
  return alpha
    .slice(own)
    .every((length, i) => length === shape[shape.length - alpha.length + own + i]);
}

/** The slopes, one for each value. */
function whole({ backend }: KernelCall, alpha: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  const out = backend.makeOutput(shape, "float32");
  const [to, from] = [floats(backend, out), floats(backend, alpha)];
  const lengths = [...shape.map(() => 1), ...alpha.shape].slice(-shape.length);
  const strides = tf.util
    .computeStrides([...lengths, 1])
    .map((stride, axis) => (lengths[axis] === 1 ? 0 : stride));
  const at = shape.map(() => 0);
  let place = 0;
  for (let i = 0; i < to.length; i++) {
    to[i] = from[place] ?? NaN;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [count, stride] = [at[axis] ?? 0, strides[axis] ?? 0];
      place += stride;
      at[axis] = count + 1;
      if (count + 1 < (shape[axis] ?? 1)) break;
      place -= stride * (count + 1);
      at[axis] = 0;
    }
  }
  return out;
}

const prelu =
  (stock: Kernel): Kernel =>
  (call) => {
    const [x, alpha] = [input(call, "x"), input(call, "alpha")];
    const isPlain = x.dtype === "float32" && alpha.dtype === "float32";
    if (!isPlain || repeats(alpha.shape, x.shape)) return stock(call);
    const slopes = whole(call, alpha, x.shape);
    const result = stock({ ...call, inputs: { x, alpha: slopes } });
    call.backend.disposeData(slopes.dataId);
    return result;
  };

/** Replaces the kernel for wasm. */
export function registerPrelu(): void {
  replaceKernel("Prelu", prelu);
}
