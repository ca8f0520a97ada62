import { PythonRandom } from "@flowers/random";
import { expect, it } from "vitest";
import { DatasetError } from "../errors";
import { readFixture } from "../test-support/fixtures";
import { loadImage } from "./load-image";

const names = [
  "rgb.png",
  "palette_trns.png",
  "gray16.png",
  "rgb.gif",
  "anim.gif",
  "rgb24.bmp",
].concat(["gray8.bmp", "rgb420_q75.jpg", "progressive.jpg", "gray.jpg", "cmyk.jpg", "exif6.jpg"]);

/** Some bytes changed, or cut off, or put in. */
function mutate(bytes: Uint8Array, random: PythonRandom): Uint8Array {
  const kind = random.randint(0, 9);
  if (kind === 0) return bytes.slice(0, random.randint(0, bytes.length - 1));
  if (kind === 1) {
    const at = random.randint(0, bytes.length);
    return Uint8Array.from([...bytes.slice(0, at), random.randint(0, 255), ...bytes.slice(at)]);
  }
  const copy = bytes.slice();
  // Headers are where a byte does most.
  const reach = kind < 6 ? Math.min(64, copy.length) : copy.length;
  for (let i = random.randint(1, 8); i > 0; i--) {
    copy[random.randint(0, reach - 1)] = random.randint(0, 255);
  }
  return copy;
}

it("1,000 mutated images are decoded or refused, and never hang or crash the loader", async () => {
  const random = new PythonRandom(7);
  const originals = await Promise.all(names.map((name) => readFixture(`images/${name}`)));
  let refused = 0;
  for (let i = 0; i < 1000; i++) {
    const bytes = mutate(originals[i % originals.length]!, random);
    const started = performance.now();
    try {
      const { data, width, height, channels } = await loadImage(bytes);
      expect(data.length).toBe(width * height * channels);
    } catch (error) {
      expect(DatasetError.is(error) && error.code === "undecodable", String(error)).toBe(true);
      refused++;
    }
    // The largest image that a header may announce takes a second or two to allocate and fill.
    expect(performance.now() - started, names[i % names.length]).toBeLessThan(20_000);
  }
  expect(refused).toBeGreaterThan(100);
  expect(refused).toBeLessThan(900);
});
