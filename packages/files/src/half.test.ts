import { expect, it } from "vitest";
import { widenHalf } from "./half";

it("widens each of the 65,536 float16 numbers as IEEE 754 says", () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const wide = widenHalf(halves);
  // Landmarks, from the standard: 1, -2, 65504, the smallest normal and subnormal, 1/3 rounded.
  const marks = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555];
  expect(marks.map((bits) => wide[bits])).toEqual([
    ...[1, -2, 65_504, 2 ** -14, 2 ** -24],
    Math.fround(0.333251953125),
  ]);
  expect(Object.is(wide[0x8000], -0)).toBe(true);
  expect([wide[0x7c00], wide[0xfc00], wide[0x7c01]]).toEqual([Infinity, -Infinity, NaN]);
  // Between landmarks: neighbours rise evenly within an exponent, and double their step at each power of two.
  for (let bits = 1; bits < 0x7c00; bits++) {
    const exponent = Math.max(1, bits >> 10);
    const step = (wide[bits + 1] ?? NaN) - (wide[bits] ?? NaN);
    if (bits + 1 < 0x7c00) expect(step).toBe(2 ** (exponent - 25));
    expect(wide[bits | 0x8000]).toBe(-(wide[bits] ?? NaN));
  }
});
