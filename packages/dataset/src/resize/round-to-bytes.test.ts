import { expect, it } from "vitest";
import { roundToBytes, roundToBytesScalar } from "./round-to-bytes";

it("rounds as ToUint8Clamp does, whatever the length", () => {
  const special = [0.5, 1.5, 2.5, 254.5, 255.5, -0.5, -1, 300, 1e30, -1e30, NaN, Infinity, -0];
  const values = Float32Array.from({ length: 10_007 }, (_, i) =>
    i < special.length ? special[i]! : (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 24 - 0.25,
  );
  for (const length of [0, 1, 15, 16, 17, 4096, 4097, 10_007]) {
    const [fast, slow] = [new Uint8Array(length + 5), new Uint8Array(length + 5)];
    roundToBytes(values.subarray(0, length), fast, 3);
    roundToBytesScalar(values.subarray(0, length), slow, 3);
    expect(fast).toEqual(slow);
  }
});
