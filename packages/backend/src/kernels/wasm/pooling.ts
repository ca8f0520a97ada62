/** `MaxPool` and `AvgPool` with NaN kept: for inputs that have one, tfjs-backend-wasm gives another value or -Infinity. */
import * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { input, replaceKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

const makeKernel =
  (mean: boolean) =>
  (stock: Kernel): Kernel =>
  (call) => {
    const { attrs, backend } = call;
    const x = input(call, "x");
    const module = kernelModule(backend);
    const hasNaN =
      x.dtype === "float32" && module.hasNaN(address(backend, x), tf.util.sizeFromShape(x.shape));
    if (!hasNaN) return stock(call);
    const info = tf.backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      attrs["filterSize"] as [number, number],
      attrs["strides"] as [number, number],
      1,
      attrs["pad"] as "same",
      attrs["dimRoundingMode"] as "floor" | undefined,
    );
    const out = backend.makeOutput(info.outShape, "float32");
    module.poolWithNaN(
      address(backend, x),
      address(backend, out),
      Number(mean),
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
    return out;
  };

/** Replaces both for wasm. */
export function registerPooling(): void {
  replaceKernel("MaxPool", makeKernel(false));
  replaceKernel("AvgPool", makeKernel(true));
}
