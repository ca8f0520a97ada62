import { describe, expect, it } from "vitest";
import { checksumUnit, Checksum } from "./checksum";

const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
const sumOf = (data: Uint8Array, kernel = true): string => {
  const sum = new Checksum(kernel);
  sum.add(data);
  return sum.digest();
};

describe("the checksum", () => {
  it("is the same with and without the kernel, and whatever the chunks", () => {
    expect(bytes.length % checksumUnit).toBe(0);
    const whole = sumOf(bytes);
    expect(sumOf(bytes, false)).toBe(whole);
    const sum = new Checksum();
    for (let at = 0; at < bytes.length; at += 1600) sum.add(bytes.subarray(at, at + 1600));
    expect(sum.digest()).toBe(whole);
    // One vector of ones, then one of twos: sums 3 and 1 + 3 in each lane.
    const small = new Uint8Array(Int32Array.of(1, 1, 1, 1, 2, 2, 2, 2).buffer);
    expect(sumOf(small)).toBe("00000003".repeat(4) + "00000004".repeat(4));
  });

  it("sees every changed bit, exchanged vectors, and zeros that were added", () => {
    const whole = sumOf(bytes);
    for (let k = 0; k < 400; k++) {
      const damaged = bytes.slice();
      damaged[Math.imul(k, 7919) % bytes.length]! ^= 1 << (k % 8);
      expect(sumOf(damaged)).not.toBe(whole);
    }
    const exchanged = bytes.slice();
    exchanged.copyWithin(0, 16, 32);
    exchanged.set(bytes.subarray(0, 16), 16);
    expect(sumOf(exchanged)).not.toBe(whole);
    expect(sumOf(new Uint8Array([...bytes, ...new Uint8Array(16)]))).not.toBe(whole);
  });
});
