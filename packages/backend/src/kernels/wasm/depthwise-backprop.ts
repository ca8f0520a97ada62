/**
 * Both gradients of a depthwise convolution, which tfjs-backend-wasm lacks; m counts the multiplier's channels.
 *
 *     h = oh*strideH + kh*dilationH - top; w = ow*strideW + kw*dilationW - left
 *     dw[kh, kw, c, m] = sum over n, oh, ow of x[n, h, w, c] * dy[n, oh, ow, c*M + m]
 *     dx[n, h, w, c] = sum over the kh, kw, oh, ow that reach h, w and over m of dy[n, oh, ow, c*M + m] * filter[kh, kw, c, m]
 *
 * Loop order of both: n, oh, kh, ow, kw, c, m. Plain JavaScript on the heap: correct, not vectorized.
 */
import * as tf from "@tensorflow/tfjs";
import { floats } from "./heap";
import { addKernel, input, type Kernel, type KernelCall } from "./kernel";

type Shape4D = [number, number, number, number];

function depthwiseInfo({ attrs }: KernelCall, xShape: number[], filterShape: number[]) {
  return tf.backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    attrs["strides"] as [number, number],
    attrs["dilations"] as [number, number],
    attrs["pad"] as "same",
    attrs["dimRoundingMode"] as "floor" | undefined,
    true,
  );
}

/** Calls `visit` with the offsets of x's pixel, dy's pixel and the filter's tap for every product of the sums above. */
function eachTap(
  info: tf.backend_util.Conv2DInfo,
  visit: (x: number, dy: number, tap: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  for (let n = 0; n < batchSize; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      for (let kh = 0; kh < filterHeight; kh++) {
        const h = oh * strideHeight + kh * info.dilationHeight - padInfo.top;
        if (h < 0 || h >= inHeight) continue;
        for (let ow = 0; ow < outWidth; ow++) {
          const dy = ((n * outHeight + oh) * outWidth + ow) * outChannels;
          for (let kw = 0; kw < filterWidth; kw++) {
            const w = ow * strideWidth + kw * info.dilationWidth - padInfo.left;
            if (w < 0 || w >= inWidth) continue;
            visit(
              ((n * inHeight + h) * inWidth + w) * inChannels,
              dy,
              (kh * filterWidth + kw) * outChannels,
            );
          }
        }
      }
    }
  }
}

const filterKernel: Kernel = (call) => {
  const { attrs, backend } = call;
  const x = input(call, "x");
  const info = depthwiseInfo(call, x.shape, attrs["filterShape"] as number[]);
  const dw = backend.makeOutput(info.filterShape, "float32");
  const xs = floats(backend, x);
  const dys = floats(backend, input(call, "dy"));
  const { inChannels, outChannels } = info;
  const multiplier = outChannels / inChannels;
  const sums = new Float64Array(info.filterHeight * info.filterWidth * outChannels);
  eachTap(info, (xAt, dyAt, tap) => {
    for (let c = 0; c < inChannels; c++) {
      const value = xs[xAt + c] as number;
      for (let m = c * multiplier; m < (c + 1) * multiplier; m++) {
        sums[tap + m] = (sums[tap + m] as number) + value * (dys[dyAt + m] as number);
      }
    }
  });
  floats(backend, dw).set(sums);
  return dw;
};

const inputKernel: Kernel = (call) => {
  const { attrs, backend } = call;
  const filter = input(call, "filter");
  const info = depthwiseInfo(call, attrs["inputShape"] as number[], filter.shape);
  const dx = backend.makeOutput(info.inShape, "float32");
  const dxs = floats(backend, dx);
  const dys = floats(backend, input(call, "dy"));
  const taps = floats(backend, filter);
  const { inChannels, outChannels } = info;
  const multiplier = outChannels / inChannels;
  dxs.fill(0);
  eachTap(info, (xAt, dyAt, tap) => {
    for (let c = 0; c < inChannels; c++) {
      let sum = dxs[xAt + c] as number;
      for (let m = c * multiplier; m < (c + 1) * multiplier; m++) {
        sum += (dys[dyAt + m] as number) * (taps[tap + m] as number);
      }
      dxs[xAt + c] = sum;
    }
  });
  return dx;
};

/** Registers `DepthwiseConv2dNativeBackpropFilter` and `DepthwiseConv2dNativeBackpropInput` for wasm. */
export function registerDepthwiseBackprop(): void {
  addKernel("DepthwiseConv2dNativeBackpropFilter", filterKernel);
  addKernel("DepthwiseConv2dNativeBackpropInput", inputKernel);
}
