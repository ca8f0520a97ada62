/** What counts as a difference between a fixture and the same fixture made again. */
import { describe, expect, it } from "vitest";
import { compareBytes, compareJson } from "./compare.mjs";
import { matchesGlob } from "./glob.mjs";

describe("compareJson", () => {
  it("takes numbers within the tolerance, absolute below 1 and relative above", () => {
    expect(compareJson([0.5, 1000], [0.5000001, 1000.0001], 1e-6)).toBeUndefined();
    expect(compareJson([0.5], [0.500002], 1e-6)).toEqual({
      count: 1,
      first: "/0: 0.5 in the repository, 0.500002 made",
    });
    expect(compareJson({ a: [1000] }, { a: [1000.01] }, 1e-6)?.count).toBe(1);
    expect(compareJson([4294967295], [4294967294], 1e-6)?.count).toBe(1);
    expect(compareJson([1], [1.0000001], 0)?.count).toBe(1);
  });

  it("counts what is missing, added or of another kind", () => {
    expect(compareJson({ a: 1, b: 2 }, { a: 1 }, 0)?.first).toBe(
      "/b: 2 in the repository, nothing made",
    );
    expect(compareJson([1], [1, 2, 3], 0)?.count).toBe(2);
    expect(compareJson({ a: null }, { a: 0 }, 1)?.count).toBe(1);
    expect(compareJson({ 0: 1 }, [1], 1)?.count).toBe(1);
    expect(compareJson("1", 1, 1)?.count).toBe(1);
    expect(compareJson({ x: "NaN" }, { x: "NaN" }, 0)).toBeUndefined();
  });

  it("leaves versions out, which may move on while the results stay", () => {
    expect(compareJson({ meta: { keras: "3.15.1" }, x: 1 }, { meta: {}, x: 1 }, 0)).toBeUndefined();
  });
});

describe("compareBytes", () => {
  it("names the first byte", () => {
    expect(compareBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3))).toBeUndefined();
    expect(compareBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 5, 6))).toEqual({
      count: 2,
      first: "byte 1: 2 in the repository, 5 made",
    });
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 2))?.first).toBe(
      "1 bytes in the repository, 2 made",
    );
  });
});

describe("matchesGlob", () => {
  it("keeps one star within a path segment", () => {
    expect(matchesGlob("a/fixtures/x.json", "a/fixtures/*")).toBe(true);
    expect(matchesGlob("a/fixtures/b/x.json", "a/fixtures/*")).toBe(false);
    expect(matchesGlob("a/fixtures/b/x.json", "a/fixtures/**")).toBe(true);
    expect(matchesGlob("a/fixtures/xxjson", "a/fixtures/x.json")).toBe(false);
  });
});
