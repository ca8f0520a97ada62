import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sealOf, unsealed } from "./seal";

const joined = (...parts: Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

describe("a seal", () => {
  it("gives back what it closes, and nothing of a file that is cut or changed", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (content, at, change) => {
          const file = joined(content, sealOf(content));
          expect(unsealed(file)).toEqual(content);
          expect(unsealed(file.subarray(0, at % file.length))).toBeNull();
          const damaged = file.slice();
          damaged[at % file.length] = (file[at % file.length] ?? 0) ^ change;
          expect(unsealed(damaged)).toBeNull();
        },
      ),
      { seed: 7 },
    );
  });

  it("without a checksum is read too", () => {
    const plain = new TextEncoder().encode("flowers: whole\n");
    const content = Uint8Array.of(1, 2, 3);
    expect(unsealed(joined(content, plain))).toEqual(content);
    expect(unsealed(plain)).toEqual(new Uint8Array());
    expect(unsealed(plain.subarray(1))).toBeNull();
  });
});
