/**
 * Sums rows by segment, the gradient of gather, which tfjs-backend-wasm lacks.
 *
 *     out[s, j] = sum over the r with segmentIds[r] == s of x[r, j]; loop order r, j
 *
 * Ids outside [0, numSegments) are dropped, as on tfjs's other backends.
 */
import * as tf from "@tensorflow/tfjs";
import { addKernel, input, type Kernel } from "./kernel";

const kernel: Kernel = (call) => {
  const { attrs, backend } = call;
  const x = input(call, "x");
  const segmentIds = input(call, "segmentIds");
  const numSegments = attrs["numSegments"] as number;
  const row = tf.util.sizeFromShape(x.shape.slice(1));
  const out = backend.makeOutput([numSegments, ...x.shape.slice(1)], x.dtype);
  const values = backend.typedArrayFromHeap(x);
  const ids = backend.typedArrayFromHeap(segmentIds);
  const sums = backend.typedArrayFromHeap(out);
  sums.fill(0);
  for (let r = 0; r < ids.length; r++) {
    const segment = ids[r] as number;
    if (segment < 0 || segment >= numSegments) continue;
    for (let j = 0; j < row; j++) {
      const at = segment * row + j;
      sums[at] = (sums[at] as number) + (values[r * row + j] as number);
    }
  }
  return out;
};

/** Registers `UnsortedSegmentSum` for wasm. */
export function registerUnsortedSegmentSum(): void {
  addKernel("UnsortedSegmentSum", kernel);
}
