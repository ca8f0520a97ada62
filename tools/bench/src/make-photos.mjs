// Made-up photos, where there are none: JPEGs of 320x240 with colour, detail and a little noise, in five class folders.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const [width, height] = [320, 240];

/**
 * @param {string} folder
 * @param {number} count
 */
export async function makePhotos(folder, count) {
  for (let label = 0; label < 5; label++)
    mkdirSync(join(folder, `class_${label}`), { recursive: true });
  for (let i = 0; i < count; i++) {
    await sharp(pixels(i), { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(join(folder, `class_${i % 5}`, `${i}.jpg`));
  }
  return folder;
}

/** Waves of three colours, and noise from a linear congruential generator: the same photos every time. @param {number} seed */
function pixels(seed) {
  const data = new Uint8Array(width * height * 3);
  let state = seed + 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const noise = (state >>> 28) - 8;
      for (let c = 0; c < 3; c++) {
        const wave = Math.sin((x * (c + 1) + seed * 7) / 23) * Math.cos((y * (3 - c) + seed) / 17);
        data[(y * width + x) * 3 + c] = Math.max(0, Math.min(255, 128 + 100 * wave + noise));
      }
    }
  }
  return data;
}
