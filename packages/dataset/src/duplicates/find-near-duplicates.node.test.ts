/** Copies of a photo in another size, quality or format are found; photos that are others are not. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findNearDuplicates } from "./find-near-duplicates";
import { hashDistance, hashedSide, type PerceptualHash, perceptualHashes } from "./perceptual-hash";

const [width, height] = [240, 180];

/** Soft blobs in places that the seed draws. */
function painted(seed: number): Sharp {
  let state = seed;
  const uniform = (): number => {
    state = (state * 48271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
  for (let i = 0; i < 5; i++) uniform();
  const blobs = Array.from({ length: 12 }, () => ({
    x: width * uniform(),
    y: height * uniform(),
    r: 10 + 30 * uniform(),
    light: 160 * (uniform() - 0.5),
  }));
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const value = blobs.reduce(
      (sum, { light, ...at }) =>
        sum + light * Math.exp(-((x - at.x) ** 2 + (y - at.y) ** 2) / (2 * at.r ** 2)),
      128,
    );
    data.fill(Math.max(0, Math.min(255, value)), i * 3, i * 3 + 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

describe("findNearDuplicates", () => {
  let folder: string;
  const at = (name: string): string => `${folder}/${name}`;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flowers-duplicates-"));
    for (let seed = 1; seed <= 12; seed++)
      await painted(seed)
        .jpeg({ quality: 90 })
        .toFile(at(`${seed}.jpg`));
    await painted(1).resize(113, 77).jpeg({ quality: 40 }).toFile(at("small.jpg"));
    await painted(2).modulate({ brightness: 1.15 }).png().toFile(at("bright.png"));
    await painted(4).flop().resize(200, 150).webp().toFile(at("mirrored.webp"));
    await writeFile(at("broken.jpg"), "not a picture");
    await mkdir(at("empty"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("finds copies that were scaled, saved again, brightened and mirrored, and nothing else", async () => {
    const first = Array.from({ length: 12 }, (_, i) => at(`${i + 1}.jpg`));
    const second = ["small.jpg", "broken.jpg", "bright.png", "3.jpg", "mirrored.webp"].map(at);
    const found = await findNearDuplicates(folder, first, second);
    const pairs = found.map((pair) => [pair.first, pair.second, pair.mirrored]);
    expect(pairs).toHaveLength(3);
    expect(pairs).toEqual(
      expect.arrayContaining([
        [at("1.jpg"), at("small.jpg"), false],
        [at("2.jpg"), at("bright.png"), false],
        [at("4.jpg"), at("mirrored.webp"), true],
      ]),
    );
    expect(await findNearDuplicates(folder, first, [], { maxDistance: 63 })).toEqual([]);
    const all = await findNearDuplicates(folder, first, [at("3.jpg")], { maxDistance: 63 });
    expect(all).toHaveLength(11); // with itself it is not compared
    expect(all.map(({ distance }) => distance)).toEqual(
      all.map(({ distance }) => distance).sort((a, b) => a - b),
    );
  });

  it("refuses what is no list, no distance and no folder", async () => {
    const refused = async (call: Promise<unknown>, message: string): Promise<void> =>
      expect(call).rejects.toThrow(message);
    await refused(findNearDuplicates(folder, "x" as never, []), "`first` must be a list of paths");
    await refused(
      findNearDuplicates(folder, [], [], { maxDistance: 64 }),
      "`maxDistance` must be a whole number from 0 to 63; received 64.",
    );
    await refused(findNearDuplicates(at("gone"), [], []), "no such directory");
    const signal = AbortSignal.abort(new Error("enough"));
    await refused(findNearDuplicates(folder, [at("1.jpg")], [], { signal }), "aborted");
  });
});

describe("the mirrored hash", () => {
  it("is the hash of the picture with left and right exchanged", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const gray = Float32Array.from(
        { length: hashedSide * hashedSide },
        (_, i) => 128 + 127 * Math.sin(seed * (i + 1) ** 2),
      );
      const turned = gray.map(
        (_, i) => gray[i - (i % hashedSide) + hashedSide - 1 - (i % hashedSide)] as number,
      );
      const { plain, mirrored } = perceptualHashes(gray);
      // Sums in another order: a frequency at the very median may change sides.
      expect(hashDistance(mirrored, perceptualHashes(turned).plain)).toBeLessThanOrEqual(1);
      expect(hashDistance(mirrored, plain)).toBeGreaterThan(5);
    }
  });
});

describe("hashDistance", () => {
  it("counts the bits that differ, the sign's too", () => {
    const pairs: [PerceptualHash, PerceptualHash, number][] = [
      [[0, 0], [0, 0], 0],
      [[-1, 0x7fffffff], [0, 0], 63],
      [[1 << 31, 5], [0, 4], 2],
    ];
    for (const [a, b, distance] of pairs) expect(hashDistance(a, b)).toBe(distance);
  });
});
