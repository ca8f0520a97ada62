/** The page and its pictures are what the sources say today, and cover every layer. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import * as augmentation from "@flowers/augmentation";
import { describe, expect, it } from "vitest";
import { layerGroups } from "./layer-examples";
import { makePage, pageFile, pictureFolder } from "./page";
import { decode, encode, pictureFiles } from "./pictures";

const outdated = "outdated: run `pnpm --filter @flowers-tools/docs run make`";

describe("docs/augmentation.md", () => {
  it("says what the sources say", async () => {
    expect(await readFile(pageFile, "utf8"), outdated).toBe(await makePage());
  });

  it("shows every layer of the package", () => {
    const shown = layerGroups.flatMap(({ layers }) => layers.map(({ name }) => name)).sort();
    const classes = Object.entries(augmentation)
      .filter(([, value]) => typeof value === "function" && Object.hasOwn(value, "className"))
      .map(([name]) => name);
    // The pipeline is made of the layers shown; its pixels have nothing of their own to see.
    expect(shown).toEqual(classes.filter((name) => name !== "GeometricPipeline").sort());
  });

  it("has exactly its pictures beside it, in less than 700 KB", async () => {
    const files = await readdir(pictureFolder);
    expect(files.sort(), outdated).toEqual(pictureFiles.map(({ name }) => name).sort());
    const sizes = await Promise.all(files.map((file) => stat(join(pictureFolder, file))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(700_000);
  });

  for (const { name, paint } of pictureFiles) {
    it(`${name} shows what the layer gives today`, async () => {
      const fresh = await decode(await encode(await paint()));
      const saved = await decode(join(pictureFolder, name));
      expect([saved.width, saved.height], outdated).toEqual([fresh.width, fresh.height]);
      const total = fresh.data.reduce((sum, value, i) => sum + Math.abs(value - saved.data[i]!), 0);
      // Zero with the same encoder; another version of it may round a block differently. Another draw is off by much more.
      expect(total / fresh.data.length, outdated).toBeLessThan(1);
    });
  }
});
