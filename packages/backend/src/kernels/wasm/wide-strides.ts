/**
 * Windows that move farther than they reach, with padding "same": tfjs-backend-wasm leaves that padding to XNNPACK, whose count
 * of padded pixels, (outputs - 1) stride + window - inputs, is negative there and wraps around; what comes out is wrong. Given
 * the padding in numbers, which are 0 along such an axis, the same kernels are right.
 */
import * as tf from "@tensorflow/tfjs";
import { input, replaceKernel, type Kernel, type KernelCall } from "./kernel";

type Shape4D = [number, number, number, number];

/** The padding in numbers, or null where the kernel may take its own. */
type ReadPadding = (call: KernelCall) => [number, number][] | null;

function explicit({
  inHeight,
  inWidth,
  outHeight,
  outWidth,
  strideHeight,
  strideWidth,
  effectiveFilterHeight,
  effectiveFilterWidth,
}: tf.backend_util.Conv2DInfo): [number, number][] | null {
  const rows = (outHeight - 1) * strideHeight + effectiveFilterHeight - inHeight;
  const columns = (outWidth - 1) * strideWidth + effectiveFilterWidth - inWidth;
  if (Math.min(rows, columns) >= 0) return null;
  const around = (total: number): [number, number] => {
    const padded = Math.max(total, 0);
    const before = Math.floor(padded / 2);
    return [before, padded - before];
  };
  return [[0, 0], around(rows), around(columns), [0, 0]];
}

const ofConvolution =
  (depthwise: boolean): ReadPadding =>
  (call) =>
    explicit(
      tf.backend_util.computeConv2DInfo(
        input(call, "x").shape as Shape4D,
        input(call, "filter").shape as Shape4D,
        call.attrs["strides"] as [number, number],
        (call.attrs["dilations"] as [number, number] | undefined) ?? [1, 1],
        "same",
        undefined,
        depthwise,
        call.attrs["dataFormat"] === "NCHW" ? "channelsFirst" : "channelsLast",
      ),
    );

const withNumbers =
  (read: ReadPadding) =>
  (kernel: Kernel): Kernel =>
  (call) => {
    const padding = call.attrs["pad"] === "same" ? read(call) : null;
    return kernel(padding ? { ...call, attrs: { ...call.attrs, pad: padding } } : call);
  };

/** Replaces the convolutions for wasm. */
export function registerWideStrides(): void {
  for (const name of ["Conv2D", "FusedConv2D"])
    replaceKernel(name, withNumbers(ofConvolution(false)));
  for (const name of ["DepthwiseConv2dNative", "FusedDepthwiseConv2D"])
    replaceKernel(name, withNumbers(ofConvolution(true)));
}
