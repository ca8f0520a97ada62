/** The WebAssembly row blender gives the bits of the loops in JavaScript, for any size, position and value. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { fastResample } from "./fast-resample";
import { resample } from "./resample";
import { fillModes } from "./types";

const size = fc.integer({ min: 1, max: 24 });
const near = fc.float({ min: -3, max: 3, noNaN: true });
const shift = fc.float({ min: -60, max: 60, noNaN: true });
// Infinite values are left out: in the last row and column 0 times infinity is NaN, where `resample` reads the fill value.
const value = fc.oneof(
  fc.float({ min: 0, max: 255, noNaN: true }),
  fc.float({ noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) }), // the smallest numbers and NaN too
);

/** As bits, since NaN differs from itself; all NaN are alike, and so are 0 and -0. */
const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(Float32Array.from(values, (v) => (Number.isNaN(v) ? NaN : v + 0)).buffer);

it("blends as resample does, to the last bit", () => {
  fc.assert(
    fc.property(
      fc.record({ batch: fc.integer({ min: 1, max: 3 }), height: size, width: size }),
      fc.array(fc.tuple(near, near, shift, near, near, shift), { minLength: 3, maxLength: 3 }),
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...fillModes),
      (shape, affine, pixels, fillMode) => {
        const whole = { ...shape, channels: 3 };
        const source = Float32Array.from(
          { length: shape.batch * shape.height * shape.width * 3 },
          (_, i) => pixels[i % pixels.length] as number,
        );
        const matrices = Float32Array.from(
          affine.slice(0, shape.batch).flatMap((six) => [...six, 0, 0]),
        );
        const options = { fillMode, interpolation: "bilinear", fillValue: 7 } as const;
        const [expected, blended] = [source.slice().fill(-1), source.slice().fill(-1)];
        resample(source, expected, whole, matrices, options);
        fastResample(source, blended, whole, matrices, options);
        expect(bitsOf(blended)).toEqual(bitsOf(expected));
      },
    ),
    { numRuns: 300 },
  );
});
