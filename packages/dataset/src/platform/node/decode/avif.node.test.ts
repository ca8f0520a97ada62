import { describe, expect, it } from "vitest";
import { readFixture } from "../../../test-support/fixtures";
import { decodeAvif } from "./avif";

describe("samples of more than 8 bits", () => {
  it.each([10, 12])("of %d bits are rounded to bytes", async (bits) => {
    const { data, width, height } = await decodeAvif(
      await readFixture(`images/bits-${bits}.avif`),
      3,
    );
    expect([width, height]).toEqual([13, 11]);
    // Red grows from left to right, green downwards; the file is lossy.
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = 3 * (y * width + x);
        expect(Math.abs((data[at] as number) - (255 * x) / 12)).toBeLessThan(12);
        expect(Math.abs((data[at + 1] as number) - (255 * y) / 10)).toBeLessThan(12);
      }
    }
  });
});

it("decodes several at once, and after one that is damaged", async () => {
  const bytes = await readFixture("extra/rgb.avif");
  const whole = await decodeAvif(bytes, 3);
  const damaged = bytes.slice();
  damaged.fill(0x55, bytes.length - 40);
  const results = await Promise.allSettled([
    decodeAvif(bytes, 3),
    decodeAvif(damaged, 3),
    decodeAvif(bytes, 3),
    decodeAvif(bytes.subarray(0, 30), 3),
    decodeAvif(bytes, 3),
  ]);
  expect(results.map(({ status }) => status === "fulfilled")).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  for (const result of results) {
    if (result.status === "fulfilled") expect(result.value).toEqual(whole);
    else expect(result.reason).toMatchObject({ name: "DecodeError" });
  }
});
