import { describe, expect, it } from "vitest";
import { resizeBilinear, resizeBilinearScalar } from "./bilinear";
import { resizeKernels } from "../kernels/kernels";

/** A small generator of repeatable bytes (a Weyl sequence, high bits). */
const bytes = (count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);

describe("the SIMD kernels", () => {
  it("can be had here", () => {
    expect(resizeKernels()).not.toBeNull();
  });

  it.each([1, 3, 4])("give the scalar reference's bits for %d channels", (channels) => {
    for (const [h, w, oh, ow] of [
      [1, 1, 3, 5],
      [7, 5, 7, 5],
      [240, 320, 180, 180],
      [13, 500, 21, 3],
      [3, 2, 17, 19],
    ] as const) {
      const image = { data: bytes(h * w * channels), width: w, height: h, channels };
      const window = {
        top: h > 2 ? 1 : 0,
        left: w > 2 ? 1 : 0,
        height: h > 2 ? h - 2 : h,
        width: w > 2 ? w - 2 : w,
      };
      const make = (resize: typeof resizeBilinear): Float32Array => {
        const data = new Float32Array(oh * (ow * channels + 2) + 3);
        resize(image, window, {
          data,
          offset: 3,
          stride: ow * channels + 2,
          height: oh,
          width: ow,
        });
        return data;
      };
      expect(make(resizeBilinear)).toEqual(make(resizeBilinearScalar));
    }
  });
});
