/** What a decoder makes of a damaged file in the page must not depend on the image that was decoded before. */
import { PythonRandom } from "@flowers/random";
import { expect, it } from "vitest";
import { damage } from "../../../test-support/damage";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { readFamily, summary } from "../../../test-support/families";
import { decoders } from "./decoders";

const decode = decodeBytesWith(decoders);

/** A plain picture in each format that a canvas writes, larger than what is decoded after it. */
async function plain(color: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const canvas = new OffscreenCanvas(96, 80);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2d canvas");
  context.fillStyle = color;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const types = ["image/jpeg", "image/png", "image/webp"];
  const blobs = types.map((type) => canvas.convertToBlob({ type, quality: 0.9 }));
  return Promise.all(
    (await Promise.all(blobs)).map(async (blob) => new Uint8Array(await blob.arrayBuffer())),
  );
}

async function outcome(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    return summary(await decode(bytes, 3));
  } catch (error) {
    expect(error).toMatchObject({ name: "DecodeError" });
    return "refused";
  }
}

it.each([
  ["jpeg", 60],
  ["png", -1],
  ["gif", 60],
  ["bmp", 20],
  ["webp", 20],
  ["avif", 5],
] as const)("a damaged %s has no pixels of the image before it", async (name, leastDecoded) => {
  const random = new PythonRandom(37);
  const [red, green] = await Promise.all([plain("rgb(231 12 160)"), plain("rgb(4 250 31)")]);
  const whole = (await readFamily(name)).filter((file) => file.name.endsWith(" []"));
  let decoded = 0;
  for (let i = 0; i < 200; i++) {
    const damaged = damage(whole[(i * 7) % whole.length]?.bytes ?? new Uint8Array(0), random);
    const outcomes: string[] = [];
    for (const before of [red, green]) {
      for (const file of before) await decode(file, 3);
      outcomes.push(await outcome(damaged));
    }
    expect(outcomes[0], `${name}, ${i}`).toBe(outcomes[1]);
    if (outcomes[0] !== "refused") decoded++;
  }
  // Damaged PNGs are refused nearly always, by their checksums.
  expect(decoded).toBeGreaterThan(leastDecoded);
});
