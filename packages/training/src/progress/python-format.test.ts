/** Number texts, expected values from CPython 3.11. */
import { describe, expect, it } from "vitest";
import { exponential, fixed, floatRepr, thousands } from "./python-format";

describe("fixed", () => {
  it("rounds exact ties to even and everything else to nearest", () => {
    expect([0.5, 1.5, 2.5, -0.5, 0.49999].map((x) => fixed(x, 0))).toEqual([
      "0",
      "2",
      "2",
      "-0",
      "0",
    ]);
    expect([0.125, 0.375, 1.005, 0.00005, -2.675].map((x) => fixed(x, 2))).toEqual([
      "0.12",
      "0.38",
      "1.00",
      "0.00",
      "-2.67",
    ]);
    expect([0.03125, 0.09375].map((x) => fixed(x, 4))).toEqual(["0.0312", "0.0938"]);
    expect([NaN, Infinity, -Infinity].map((x) => fixed(x, 4))).toEqual(["nan", "inf", "-inf"]);
  });
});

describe("exponential", () => {
  it("has two digits of exponent", () => {
    expect([0.0005, -3e-5, 0, 1.03125, 1e-100].map((x) => exponential(x, 4))).toEqual([
      "5.0000e-04",
      "-3.0000e-05",
      "0.0000e+00",
      "1.0312e+00",
      "1.0000e-100",
    ]);
  });
});

describe("floatRepr", () => {
  it("writes floats as Python does", () => {
    expect([1, 0.1, 1e-5, 1.5e-4, 1e16, 123456789, -0, NaN, 1.5e300].map(floatRepr)).toEqual([
      "1.0",
      "0.1",
      "1e-05",
      "0.00015",
      "1e+16",
      "123456789.0",
      "-0.0",
      "nan",
      "1.5e+300",
    ]);
  });
});

describe("thousands", () => {
  it("puts commas", () => {
    expect([0, 999, 1000, 3989285].map(thousands)).toEqual(["0", "999", "1,000", "3,989,285"]);
  });
});
