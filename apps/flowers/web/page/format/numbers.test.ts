import { expect, test } from "vitest";

import { byteSize, duration, percent, plainNumber } from "./numbers";

test("durations have at most two units and never an empty one", () => {
  expect(duration(0.4, "en")).toBe("0 sec");
  expect(duration(59.6, "en")).toBe("1 min");
  expect(duration(80, "en")).toBe("1 min 20 sec");
  expect(duration(7500, "en")).toBe("2 hr 5 min");
  expect(duration(80, "ko")).toBe("1분 20초");
});

test("shares that are not numbers show a dash", () => {
  expect(percent(0.1234, "en")).toBe("12.3%");
  expect(percent(undefined, "en")).toBe("–");
  expect(percent(Number.NaN, "ko")).toBe("–");
});

test("bytes are told in the unit that fits", () => {
  expect(byteSize(0, "en")).toBe("0 byte");
  expect(byteSize(15_957_140, "en")).toBe("16 MB");
  expect(plainNumber(3989285, "en")).toBe("3,989,285");
});
