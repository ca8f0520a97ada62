/** Noise run by run is the noise of the whole draw. */
import { normal } from "@flowers/random";
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeNormalRun } from "./normal-run";

it("gives the values of the whole draw, bit for bit, wherever it begins and ends", () => {
  const place = fc.integer({ min: 0, max: 61 });
  fc.assert(
    fc.property(place, place, fc.integer({ min: 0, max: 2 ** 31 }), (a, b, seed) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const target = new Float32Array(61);
      writeNormalRun(target, from, Math.min(to, 61), [seed, 3]);
      const whole = normal(61, { seed: [seed, 3] });
      const expected = whole.map((value, i) => (i >= from && i < to ? value : 0));
      expect(target).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
