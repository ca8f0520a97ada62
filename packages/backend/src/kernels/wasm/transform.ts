/** `Transform` on wasm, where tfjs is wrong left of and above the image when it reflects; equation in ../cpu/transform. */
import type * as tf from "@tensorflow/tfjs";
import { transformImages, type TransformAttrs } from "../cpu/transform";
import { floats } from "./heap";
import { input, replaceKernel, type Kernel } from "./kernel";

const kernel: Kernel = (call) => {
  const { backend } = call;
  const attrs = call.attrs as unknown as TransformAttrs;
  const image = input(call, "image");
  const transforms = input(call, "transforms");
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [outHeight, outWidth] = attrs.outputShape ?? [height, width];
  const out: tf.TensorInfo = backend.makeOutput(
    [batch, outHeight, outWidth, channels],
    image.dtype,
  );
  transformImages(
    { values: backend.typedArrayFromHeap(image), shape: [batch, height, width, channels] },
    floats(backend, transforms),
    attrs,
    { values: backend.typedArrayFromHeap(out), height: outHeight, width: outWidth },
  );
  return out;
};

/** Replaces `Transform` for wasm. */
export function registerTransform(): void {
  replaceKernel("Transform", () => kernel);
}
