/** A small folder of class folders for tests, painted by the sample painter. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { paintSample } from "../tutorial/sample/paint";
import { paintPng } from "../cli/data/sample-set";

export interface TinyFolder {
  /** A fresh folder that the test may fill further. */
  readonly home: string;
  /** The folder with one folder per class. */
  readonly pictures: string;
}

/** Paints `perClass` pictures for each of the named classes: JPEG as photos are, or PNG, which every decoder reads alike. */
export async function makeTinyFolder(
  classNames: readonly string[],
  perClass: number,
  format: "jpg" | "png" = "jpg",
): Promise<TinyFolder> {
  const home = await mkdtemp(join(tmpdir(), "flowers-app-"));
  const pictures = join(home, "pictures");
  await mkdir(pictures);
  for (const name of classNames) {
    await mkdir(join(pictures, name));
    for (let index = 0; index < perClass; index++) {
      const bytes = await (format === "png" ? paintPng : paintJpeg)(name, index);
      await writeFile(join(pictures, name, `${index}.${format}`), bytes);
    }
  }
  return { home, pictures };
}

function paintJpeg(className: string, index: number): Promise<Buffer> {
  const { data, width, height } = paintSample(className, index);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}
