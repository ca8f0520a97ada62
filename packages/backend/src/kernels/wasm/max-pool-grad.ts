/**
 * Gradient of 2D max pooling, faster than tfjs-backend-wasm's own.
 *
 *     dx[n, h, w, c] = sum of dy[n, oh, ow, c] over the windows whose first maximum, kh before kw, is (h, w)
 *
 * Loop order: n, oh, ow, c in fours, kh, kw; see `kernels/pool.ts`.
 */
import * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { input, replaceKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

const makeKernel =
  (stock: Kernel): Kernel =>
  (call) => {
    const { attrs, backend } = call;
    const x = input(call, "input");
    const y = input(call, "output");
    const dy = input(call, "dy");
    if (x.dtype !== "float32" || dy.dtype !== "float32") return stock(call);
    const info = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      attrs["filterSize"] as [number, number],
      attrs["strides"] as [number, number],
      1,
      attrs["pad"] as "same",
      attrs["dimRoundingMode"] as "floor" | undefined,
    );
    const dx = backend.makeOutput(x.shape, "float32");
    kernelModule(backend).maxPoolGrad(
      address(backend, x),
      address(backend, y),
      address(backend, dy),
      address(backend, dx),
      info.batchSize,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      info.outHeight,
      info.outWidth,
      info.filterHeight,
      info.filterWidth,
      info.strideHeight,
      info.strideWidth,
      info.padInfo.top,
      info.padInfo.left,
    );
    return dx;
  };

/** Replaces `MaxPoolGrad` for wasm. */
export function registerMaxPoolGrad(): void {
  replaceKernel("MaxPoolGrad", makeKernel);
}
