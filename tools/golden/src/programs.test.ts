/** Which programs a script must find, and what is said where one is not there. */
import { describe, expect, it } from "vitest";
import { lacking } from "./programs.mjs";

const pins = new Map([["cjpeg", { version: "2.1.5", from: "Debian's libjpeg-turbo-progs" }]]);

describe("lacking", () => {
  it("is silent where nothing is needed or the pinned version is there", () => {
    expect(lacking([], pins, () => undefined)).toBeUndefined();
    expect(lacking(["cjpeg"], pins, () => "2.1.5")).toBeUndefined();
  });

  it("names the program, its version and its package", () => {
    const needs = "needs cjpeg 2.1.5 (from Debian's libjpeg-turbo-progs)";
    expect(lacking(["cjpeg"], pins, () => undefined)).toBe(`${needs}, which is not installed`);
    expect(lacking(["cjpeg"], pins, () => "3.0.1")).toBe(`${needs}, here is 3.0.1`);
    expect(lacking(["cjpeg"], pins, () => "2.1.50")).toBe(`${needs}, here is 2.1.50`);
  });

  it("refuses a program without a pin", () => {
    expect(() => lacking(["cwebp"], pins, () => "1")).toThrow('nothing pins "cwebp"');
  });
});
