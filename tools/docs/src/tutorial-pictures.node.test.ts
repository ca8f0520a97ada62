/** The tutorial's pictures are what its code draws on the painted sample set. Making them trains two networks, so it is asked for. */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { useBackend } from "@flowers/backend";
import { setRandomSeed } from "@flowers/random";
import sharp from "sharp";
import { expect, it, vi } from "vitest";
import { ensureSampleSet } from "../../../apps/flowers/cli/data/sample-set";
import { readPrograms } from "./code-blocks/read-blocks";

const root = new URL("../../../", import.meta.url);
const kept = fileURLToPath(new URL("docs/tutorial/", root));
const made = fileURLToPath(new URL("../.code-blocks/", import.meta.url));
const pictures = ["photos", "history", "both"];

it.skipIf(process.env["FLOWERS_PICTURES"] !== "on")(
  "makes the tutorial's pictures again: it trains two networks (FLOWERS_PICTURES=on)",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "flowers-tutorial-"));
    const home = process.cwd();
    try {
      const { directory, newPicture } = await ensureSampleSet(join(folder, "samples"));
      await cp(directory, join(folder, "flower_photos"), { recursive: true });
      await sharp(newPicture).jpeg().toFile(join(folder, "sunflower.jpg"));
      const [program] = await readPrograms(root, "docs/tutorial.md");
      await mkdir(made, { recursive: true });
      const file = join(made, "tutorial.ts");
      await writeFile(file, program?.run ?? "");
      await useBackend("auto");
      const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
      setRandomSeed(123);
      process.chdir(folder);
      await import(/* @vite-ignore */ file);
      expect(said.mock.calls.flat().join("\n")).toContain("most likely belongs to");
      await mkdir(kept, { recursive: true });
      for (const name of pictures) {
        await sharp(join(folder, `${name}.png`))
          .resize({ width: 1200, withoutEnlargement: true })
          .webp({ quality: 82, effort: 6 })
          .toFile(join(kept, `${name}.webp`));
      }
    } finally {
      process.chdir(home);
      await rm(folder, { recursive: true, force: true });
    }
  },
  1_800_000,
);
