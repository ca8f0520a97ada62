/**
 * Convolutions and matrix products with relu or relu6 in the same kernel, with NaN kept: tfjs-backend-wasm's give 0 in its
 * place. The product runs without the activation, which is then applied in place.
 */
import * as tf from "@tensorflow/tfjs";
import { address } from "./heap";
import { replaceKernel, type Kernel } from "./kernel";
import { kernelModule } from "./module";

const tops: Readonly<Record<string, number>> = { relu: Infinity, relu6: 6 };

const makeKernel =
  (stock: Kernel): Kernel =>
  (call) => {
    const { attrs, backend } = call;
    const top = tops[String(attrs["activation"])];
    if (top === undefined) return stock(call);
    const out = stock({ ...call, attrs: { ...attrs, activation: "linear" } });
    const at = address(backend, out);
    kernelModule(backend).clip(at, at, tf.util.sizeFromShape(out.shape), 0, top);
    return out;
  };

/** Replaces the fused kernels for wasm. */
export function registerFusedActivations(): void {
  for (const name of ["FusedConv2D", "FusedDepthwiseConv2D", "_FusedMatMul"]) {
    replaceKernel(name, makeKernel);
  }
}
