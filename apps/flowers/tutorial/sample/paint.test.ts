import { describe, expect, it } from "vitest";
import { paintSample, sampleClassNames } from "./paint";

/** A small checksum of a picture's bytes. */
function checksum(data: Uint8Array): number {
  let hash = 2166136261;
  for (const byte of data) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash;
}

describe("paintSample", () => {
  it("lists the five classes in Keras's order", () => {
    expect(sampleClassNames).toEqual(["daisy", "dandelion", "roses", "sunflowers", "tulips"]);
  });

  it("paints the same picture for the same class and number", () => {
    for (const name of sampleClassNames) {
      expect(checksum(paintSample(name, 3).data)).toBe(checksum(paintSample(name, 3).data));
    }
  });

  it("paints a different picture for every class and number", () => {
    const seen = new Set<number>();
    for (const name of sampleClassNames) {
      for (let index = 0; index < 4; index++) seen.add(checksum(paintSample(name, index).data));
    }
    expect(seen.size).toBe(sampleClassNames.length * 4);
  });

  it("gives bytes of the stated size, neither black nor white all over", () => {
    const { width, height, data } = paintSample("tulips", 0);
    expect(data).toHaveLength(width * height * 3);
    const mean = data.reduce((sum, byte) => sum + byte, 0) / data.length;
    expect(mean).toBeGreaterThan(20);
    expect(mean).toBeLessThan(235);
  });

  it("refuses a class that it does not know", () => {
    expect(() => paintSample("cactus", 0)).toThrow(
      /className must be one of daisy, .* received "cactus"/,
    );
  });
});
