/**
 * Sum over every axis but the last, the gradient of a bias; tfjs-backend-wasm transposes first.
 *
 *     out[c] = sum over r of x[r, c]; loop order: chunks of 1024 rows, r, c in fours
 */
import * as tf from "@tensorflow/tfjs";
import { address, withScratch } from "./heap";
import { input, replaceKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

const makeKernel =
  (stock: Kernel): Kernel =>
  (call) => {
    const { attrs, backend } = call;
    const x = input(call, "x");
    const rank = x.shape.length;
    const axes = tf.util.parseAxisParam(attrs["axis"] as number | number[], x.shape);
    const summed = new Set(axes);
    const channels = x.shape[rank - 1] ?? 0;
    const size = tf.util.sizeFromShape(x.shape);
    const fits =
      x.dtype === "float32" &&
      size > 0 &&
      rank > 1 &&
      summed.size === rank - 1 &&
      !summed.has(rank - 1);
    if (!fits) return stock(call);
    const shape =
      attrs["keepDims"] === true ? x.shape.map((n, i) => (i < rank - 1 ? 1 : n)) : [channels];
    const out = backend.makeOutput(shape, "float32");
    withScratch(backend, channels * 4, (part) => {
      kernelModule(backend).columnSum(
        address(backend, x),
        address(backend, out),
        part,
        size / channels,
        channels,
      );
    });
    return out;
  };

/** Replaces `Sum` for wasm. */
export function registerColumnSum(): void {
  replaceKernel("Sum", makeKernel);
}
