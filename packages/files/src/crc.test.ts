import { describe, expect, it } from "vitest";
import { crc32, crc32c } from "./crc";

const digits = new TextEncoder().encode("123456789");

describe("crc32", () => {
  it("gives the check value of its definition, and what zlib gives", () => {
    expect(crc32(digits)).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
    expect(crc32(new Uint8Array(32))).toBe(0x190a55ad);
  });

  it("sums piece by piece", () => {
    for (let at = 0; at <= digits.length; at++)
      expect(crc32(digits.subarray(at), crc32(digits.subarray(0, at)))).toBe(0xcbf43926);
  });
});

describe("crc32c", () => {
  it("gives RFC 3720's values", () => {
    expect(crc32c(digits)).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(digits.subarray(4), crc32c(digits.subarray(0, 4)))).toBe(0xe3069283);
  });
});
