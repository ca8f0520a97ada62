/**
 * Input gradient of a 2D convolution, several times faster than tfjs-backend-wasm's own.
 *
 *     dx[n, h, w, ci] = sum over kh, kw, co of spread[n, h + kh - (KH-1-top), w + kw - (KW-1-left), co] * wt[kh, kw, co, ci]
 *     wt[kh, kw, co, ci] = filter[KH-1-kh, KW-1-kw, ci, co]
 *
 * where spread is dy with stride-1 zeros between its pixels: a convolution of stride 1, run by the backend's fast forward
 * kernel. Where most of dy is zeros, the others are summed instead; see `kernels/sparse-conv.ts`. Paddings wider than the filter would need a crop; they stay with the stock kernel.
 */
import * as tf from "@tensorflow/tfjs";
import { convolutionSizes, isFinite, isSparse } from "./convolution-sizes";
import { address, floats, type WasmBackend, withScratch } from "./heap";
import { input, replaceKernel, stockKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

type Shape4D = [number, number, number, number];

/** wt of the equation above; loop order kh, kw, ci, co. The caller owns it. */
function turnFilter(backend: WasmBackend, filter: tf.TensorInfo): tf.TensorInfo {
  const [KH, KW, C, O] = filter.shape as Shape4D;
  const turned = backend.makeOutput([KH, KW, O, C], "float32");
  const from = floats(backend, filter);
  const to = floats(backend, turned);
  for (let tap = 0; tap < KH * KW; tap++) {
    const source = (KH * KW - 1 - tap) * C * O;
    const target = tap * C * O;
    for (let c = 0; c < C; c++) {
      for (let o = 0; o < O; o++) to[target + o * C + c] = from[source + c * O + o] ?? 0;
    }
  }
  return turned;
}

/** The sums over the values of dy that are not zero: no convolution. */
function sparse(
  backend: WasmBackend,
  filter: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const dx = backend.makeOutput(info.inShape, "float32");
  const { outHeight, outWidth, outChannels, strideHeight, strideWidth } = info;
  const { filterHeight, filterWidth, inChannels } = info;
  const height = (outHeight - 1) * strideHeight + filterHeight;
  const width = (outWidth - 1) * strideWidth + filterWidth;
  const image = height * width * inChannels * 4;
  const list = (outChannels + 1) * 8;
  const filters = outChannels * filterHeight * Math.ceil((filterWidth * inChannels) / 4) * 16;
  withScratch(backend, image + list + filters, (scratch) => {
    kernelModule(backend).sparseConvInputGrad(
      address(backend, filter),
      address(backend, dy),
      address(backend, dx),
      scratch,
      scratch + image,
      scratch + image + list,
      ...convolutionSizes(info),
    );
  });
  return dx;
}

function makeKernel(stock: Kernel): Kernel {
  const conv2d = stockKernel("Conv2D").kernelFunc as unknown as Kernel;
  return (call) => {
    const { attrs, backend } = call;
    const dy = input(call, "dy");
    const filter = input(call, "filter");
    if (attrs["dataFormat"] === "NCHW") return stock(call);
    const info = tf.backend_util.computeConv2DInfo(
      attrs["inputShape"] as Shape4D,
      filter.shape as Shape4D,
      attrs["strides"] as [number, number],
      1,
      attrs["pad"] as "same",
      attrs["dimRoundingMode"] as "floor" | undefined,
    );
    if (isSparse(backend, dy) && isFinite(backend, filter))
      return sparse(backend, filter, dy, info);
    const { batchSize, inHeight, inWidth, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
    const height = (outHeight - 1) * strideHeight + 1;
    const width = (outWidth - 1) * strideWidth + 1;
    const top = filterHeight - 1 - padInfo.top;
    const left = filterWidth - 1 - padInfo.left;
    const bottom = inHeight + filterHeight - 1 - height - top;
    const right = inWidth + filterWidth - 1 - width - left;
    if (Math.min(top, left, bottom, right) < 0) return stock(call);

    let spread = dy;
    if (strideHeight > 1 || strideWidth > 1) {
      spread = backend.makeOutput([batchSize, height, width, outChannels], "float32");
      kernelModule(backend).spread(
        address(backend, dy),
        address(backend, spread),
        batchSize,
        outHeight,
        outWidth,
        outChannels,
        strideHeight,
        strideWidth,
      );
    }
    const turned = turnFilter(backend, filter);
    const dx = conv2d({
      inputs: { x: spread, filter: turned },
      attrs: {
        strides: [1, 1],
        dilations: [1, 1],
        dataFormat: "NHWC",
        pad: [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
      },
      backend,
    });
    backend.disposeData(turned.dataId);
    if (spread !== dy) backend.disposeData(spread.dataId);
    return dx;
  };
}

/** Replaces `Conv2DBackpropInput` for wasm. */
export function registerConv2dBackpropInput(): void {
  replaceKernel("Conv2DBackpropInput", makeKernel);
}
