/** What the kernels of convolutions share: their sizes in the order of the compiled functions, and when zeros may be left out. */
import * as tf from "@tensorflow/tfjs";
import { address, type WasmBackend } from "./heap";
import { kernelModule } from "./module";

/** N, H, W, C, OH, OW, O, KH, KW, strides, zeros in front of rows and columns. */
export function convolutionSizes(info: tf.backend_util.Conv2DInfo): number[] {
  return [
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outHeight, info.outWidth, info.outChannels],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left],
  ];
}

/** The share of values that are not zero below which sums over them alone are faster: they take a product and a sum more slowly. */
const sparseShare = 0.45;

/** Whether so much of a tensor is zeros that it pays to sum over the others alone. */
export function isSparse(backend: WasmBackend, info: tf.TensorInfo): boolean {
  const size = tf.util.sizeFromShape(info.shape);
  return kernelModule(backend).countNonZeros(address(backend, info), size) < sparseShare * size;
}

/** Whether all values are finite: a product of zero with any other is not zero, and may not be left out. */
export function isFinite(backend: WasmBackend, info: tf.TensorInfo): boolean {
  const size = tf.util.sizeFromShape(info.shape);
  return kernelModule(backend).allFinite(address(backend, info), size) !== 0;
}
