/**
 * Refuses convolutions and poolings whose window is larger than the image, or empty. tfjs computes an output of no or negative
 * size for them, and tfjs-backend-wasm's kernels then write outside their memory, so that any later operation may fail.
 */
import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../../errors";
import { input, replaceKernel, type Kernel, type KernelCall } from "./kernel";

type Shape4D = [number, number, number, number];

/** How a kernel's window is read from its call. */
type ReadInfo = (call: KernelCall) => tf.backend_util.Conv2DInfo;

const ofConvolution =
  (depthwise: boolean): ReadInfo =>
  (call) =>
    tf.backend_util.computeConv2DInfo(
      input(call, "x").shape as Shape4D,
      input(call, "filter").shape as Shape4D,
      call.attrs["strides"] as [number, number],
      (call.attrs["dilations"] as [number, number] | undefined) ?? [1, 1],
      call.attrs["pad"] as "same",
      call.attrs["dimRoundingMode"] as "floor" | undefined,
      depthwise,
      call.attrs["dataFormat"] === "NCHW" ? "channelsFirst" : "channelsLast",
    );

const ofPooling: ReadInfo = (call) =>
  tf.backend_util.computePool2DInfo(
    input(call, "x").shape as Shape4D,
    call.attrs["filterSize"] as [number, number],
    call.attrs["strides"] as [number, number],
    1,
    call.attrs["pad"] as "same",
    call.attrs["dimRoundingMode"] as "floor" | undefined,
  );

const guarded =
  (name: string, read: ReadInfo) =>
  (kernel: Kernel): Kernel =>
  (call) => {
    const { outHeight, outWidth, filterHeight, filterWidth, inHeight, inWidth } = read(call);
    if (Math.min(outHeight, outWidth, filterHeight, filterWidth) > 0) return kernel(call);
    throw new BackendError(
      "invalid-argument",
      `${name}: a window of ${filterHeight} by ${filterWidth} does not fit into an image of ${inHeight} by ${inWidth} pixels; its output would have the size ${outHeight} by ${outWidth}.`,
    );
  };

/** Puts the guard in front of the kernels that are registered for wasm. */
export function registerWindowGuards(): void {
  const reads: readonly (readonly [string, ReadInfo])[] = [
    ["Conv2D", ofConvolution(false)],
    ["FusedConv2D", ofConvolution(false)],
    ["DepthwiseConv2dNative", ofConvolution(true)],
    ["FusedDepthwiseConv2D", ofConvolution(true)],
    ["MaxPool", ofPooling],
    ["AvgPool", ofPooling],
  ];
  for (const [name, read] of reads) replaceKernel(name, guarded(name, read));
}
