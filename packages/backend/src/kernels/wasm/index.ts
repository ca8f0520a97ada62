/** The kernels that training on tfjs-backend-wasm needs and stock tfjs lacks, gets wrong or runs slowly. */
import "@tensorflow/tfjs-backend-wasm"; // registers the stock kernels first
import { registerBatchMatMul } from "./batch-mat-mul";
import { registerBiasAdd } from "./bias-add";
import { registerColumnSum } from "./column-sum";
import { registerConv2dBackpropFilter } from "./conv2d-backprop-filter";
import { registerConv2dBackpropInput } from "./conv2d-backprop-input";
import { registerDepthwiseBackprop } from "./depthwise-backprop";
import { registerFusedActivations } from "./fused-activation";
import { registerExtremes } from "./extremes";
import { registerIdentity } from "./identity";
import { registerMaxPoolGrad } from "./max-pool-grad";
import { registerPooling } from "./pooling";
import { registerPrelu } from "./prelu";
import { registerReluGrad } from "./relu-grad";
import { registerTransform } from "./transform";
import { registerWideStrides } from "./wide-strides";
import { registerWindowGuards } from "./window-guard";
import { registerUnsortedSegmentSum } from "./unsorted-segment-sum";

let registered = false;

/**
 * Registers the wasm kernels of this package with tfjs: those that keep NaN and refuse windows larger than their image, the
 * convolution gradients, max pooling's, relu's and a bias's, slopes of `prelu` that broadcast, transposed matrix products,
 * `UnsortedSegmentSum` and `Transform`. Idempotent; works before or after the wasm backend
 * starts. No other backend changes.
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  registerIdentity();
  registerExtremes();
  registerWideStrides();
  registerFusedActivations();
  registerPooling();
  registerWindowGuards();
  registerConv2dBackpropFilter();
  registerConv2dBackpropInput();
  registerMaxPoolGrad();
  registerReluGrad();
  registerPrelu();
  registerBiasAdd();
  registerColumnSum();
  registerBatchMatMul();
  registerDepthwiseBackprop();
  registerUnsortedSegmentSum();
  registerTransform();
}
