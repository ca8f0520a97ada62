/** Writes the page and its pictures into the docs folder. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePage, pageFile, pictureFolder } from "./page";
import { encode, pictureFiles } from "./pictures";

/** Writes everything again; pictures of layers that are gone go too. */
export async function writePage(): Promise<void> {
  await rm(pictureFolder, { recursive: true, force: true });
  await mkdir(pictureFolder, { recursive: true });
  for (const { name, paint } of pictureFiles)
    await writeFile(join(pictureFolder, name), await encode(await paint()));
  await writeFile(pageFile, await makePage());
}
