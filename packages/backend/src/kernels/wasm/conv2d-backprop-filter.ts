/**
 * Filter gradient of a 2D convolution, which tfjs-backend-wasm lacks.
 *
 *     dw[kh, kw, ci, co] = sum over n, oh, ow of x[n, oh*strideH + kh - top, ow*strideW + kw - left, ci] * dy[n, oh, ow, co]
 *
 * Loop order: n, oh, kh, then blocks of (kw, ci) by co with ow innermost; see `kernels/conv.ts`. tfjs's convolution
 * gradient allows no dilation.
 */
import * as tf from "@tensorflow/tfjs";
import { address, withScratch } from "./heap";
import { addKernel, input, type Kernel } from "./kernel";
import { kernelModule } from "./module";

type Shape4D = [number, number, number, number];

const kernel: Kernel = (call) => {
  const { attrs, backend } = call;
  const x = input(call, "x");
  const dy = input(call, "dy");
  if (attrs["dataFormat"] === "NCHW") {
    throw new Error('Conv2DBackpropFilter on wasm: dataFormat must be "NHWC"; received "NCHW".');
  }
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as Shape4D,
    attrs["filterShape"] as Shape4D,
    attrs["strides"] as [number, number],
    1,
    attrs["pad"] as "same",
    attrs["dimRoundingMode"] as "floor" | undefined,
  );
  const dw = backend.makeOutput(info.filterShape, "float32");
  const rowPixels = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
  withScratch(backend, rowPixels * info.inChannels * 4, (row) => {
    kernelModule(backend).convFilterGrad(
      address(backend, x),
      address(backend, dy),
      address(backend, dw),
      row,
      info.batchSize,
      info.inHeight,
      info.inWidth,
      info.inChannels,
      info.outHeight,
      info.outWidth,
      info.outChannels,
      info.filterHeight,
      info.filterWidth,
      info.strideHeight,
      info.strideWidth,
      info.padInfo.top,
      info.padInfo.left,
    );
  });
  return dw;
};

/** Registers `Conv2DBackpropFilter` for wasm. */
export function registerConv2dBackpropFilter(): void {
  addKernel("Conv2DBackpropFilter", kernel);
}
