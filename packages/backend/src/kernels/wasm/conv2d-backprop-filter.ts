/**
 * Filter gradient of a 2D convolution, which tfjs-backend-wasm lacks.
 *
 *     dw[kh, kw, ci, co] = sum over n, oh, ow of x[n, oh*strideH + kh - top, ow*strideW + kw - left, ci] * dy[n, oh, ow, co]
 *
 * Loop order: n, oh, kh, then blocks of (kw, ci) by co with ow innermost; see `kernels/conv.ts`. Where most of dy is zeros, as
 * behind relu and pooling, only the others are summed; see `kernels/sparse-conv.ts`. tfjs's convolution gradient allows
 * no dilation.
 */
import * as tf from "@tensorflow/tfjs";
import { convolutionSizes, isFinite, isSparse } from "./convolution-sizes";
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
  if (isSparse(backend, dy) && isFinite(backend, x)) {
    const { outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
    const row = rowPixels * inChannels * 4 + 16;
    const lists = outChannels * (outWidth * 8 + 4);
    const sums = outChannels * filterHeight * Math.ceil((filterWidth * inChannels) / 4) * 16;
    withScratch(backend, row + lists + sums, (scratch) => {
      kernelModule(backend).sparseConvFilterGrad(
        address(backend, x),
        address(backend, dy),
        address(backend, dw),
        scratch,
        scratch + row,
        scratch + row + lists,
        ...convolutionSizes(info),
      );
    });
    return dw;
  }
  withScratch(backend, rowPixels * info.inChannels * 4, (row) => {
    kernelModule(backend).convFilterGrad(
      address(backend, x),
      address(backend, dy),
      address(backend, dw),
      row,
      ...convolutionSizes(info),
    );
  });
  return dw;
};

/** Registers `Conv2DBackpropFilter` for wasm. */
export function registerConv2dBackpropFilter(): void {
  addKernel("Conv2DBackpropFilter", kernel);
}
