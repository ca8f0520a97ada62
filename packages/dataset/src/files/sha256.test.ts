import fc from "fast-check";
import { expect, it } from "vitest";
import { Sha256 } from "./sha256";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

it("gives the digests of FIPS 180-4", () => {
  expect(new Sha256().hex()).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  expect(new Sha256().update(text("abc")).hex()).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

it("equals Web Crypto's, however the bytes come in", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }),
      async (pieces) => {
        const hash = new Sha256();
        for (const piece of pieces) hash.update(piece);
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
        const hex = Array.from(expected, (byte) => byte.toString(16).padStart(2, "0")).join("");
        expect(hash.hex()).toBe(hex);
      },
    ),
  );
});
