import fc from "fast-check";
import { expect, it } from "vitest";
import { readFamily } from "../test-support/families";
import { readFixture } from "../test-support/fixtures";
import { readAvifOrientation } from "./avif-orientation";

it("reads the eight orientations as they were written", async () => {
  const files = await readFamily("avif");
  for (let orientation = 1; orientation <= 8; orientation++) {
    const file = files.find(({ name }) => name.startsWith(`orientation ${orientation} []`));
    expect(readAvifOrientation(file?.bytes ?? new Uint8Array(0))).toBe(orientation);
  }
});

it("is 1 where a file says nothing", async () => {
  expect(readAvifOrientation(await readFixture("extra/rgb.avif"))).toBe(1);
  expect(readAvifOrientation(new Uint8Array(0))).toBe(1);
});

it("is one of the eight whatever is damaged", async () => {
  const bytes = await readFixture("extra/exif6.avif");
  const place = fc.nat(Math.min(bytes.length, 400) - 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 6 }), place, (edits, end) => {
      const damaged = bytes.slice();
      for (const [at, value] of edits) damaged[at] = value;
      for (const some of [damaged, damaged.subarray(0, end)]) {
        expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(readAvifOrientation(some));
      }
    }),
  );
});
