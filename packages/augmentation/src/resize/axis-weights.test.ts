import { expect, it } from "vitest";
import cases from "../fixtures/axis-weights.json";
import { axisWeights, type ResizeMethod } from "./axis-weights";

/** As the script of the fixture computes it: equal only when every weight is, to the bit. */
function checksum(weights: Float32Array): number {
  const bits = new Uint32Array(weights.map((weight) => weight + 0).buffer); // -0 becomes 0
  return bits.reduce((sum, each, i) => (sum + Math.imul(each, i + 1)) >>> 0, 0);
}

it.each(cases)(
  "$method, antialias $antialias, $input to $output: every weight is TensorFlow's, to the bit",
  ({ method, antialias, input, output, checksum: expected }) => {
    const weights = axisWeights(
      method as Exclude<ResizeMethod, "nearest">,
      input,
      output,
      antialias,
    );
    expect(checksum(weights)).toBe(expected);
  },
);
