/** Puts the painted sample set into the user's cache as PNG files in class folders, so that the job needs no network. */
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { eachAtOnce } from "../../tutorial/each-at-once";
import {
  newPictureIndex,
  paintSample,
  sampleClassNames,
  sampleFileName,
  samplesPerClass,
} from "../../tutorial/sample/paint";
import { makerOf, thisProcess } from "../processes";

/** Raise when the pictures change, so that nobody trains on a mixture. */
const sampleVersion = 2;

export interface SampleSet {
  /** The folder with one folder per class. */
  readonly directory: string;
  /** A picture that is in no class folder, for the last step of the tutorial. */
  readonly newPicture: string;
}

/**
 * Paints the sample set unless it is there already. The folder appears only when it is whole.
 *
 * @param cacheFolder where the user's caches live
 * @param onProgress called with the number of pictures painted so far and in all
 */
export async function ensureSampleSet(
  cacheFolder: string,
  {
    onProgress,
    signal,
  }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<SampleSet> {
  const home = join(cacheFolder, `sample-set-v${sampleVersion}`);
  const set: SampleSet = {
    directory: join(home, "sample_set"),
    newPicture: join(home, "new-sunflower.png"),
  };
  if (await exists(home)) return set;
  await mkdir(cacheFolder, { recursive: true });
  await removeAbandoned(cacheFolder, `${basename(home)}.`);
  const draft = await mkdtemp(`${home}.${thisProcess}.`);
  try {
    for (const name of sampleClassNames)
      await mkdir(join(draft, "sample_set", name), { recursive: true });
    const pictures = sampleClassNames.flatMap((name) =>
      Array.from({ length: samplesPerClass }, (_, index) => ({ name, index })),
    );
    let done = 0;
    await eachAtOnce(pictures, availableParallelism(), async ({ name, index }) => {
      signal?.throwIfAborted();
      const file = join(draft, "sample_set", name, sampleFileName(index));
      await writeFile(file, await paintPng(name, index));
      onProgress?.(++done, pictures.length);
    });
    await writeFile(
      join(draft, "new-sunflower.png"),
      await paintPng("sunflowers", newPictureIndex),
    );
    await rename(draft, home).catch(async (error: unknown) => {
      if (!(await exists(home))) throw error; // another process was first; its set is the same
    });
    return set;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** One sample picture as PNG bytes: lossless, so that every decoder gives the pixels that were painted. */
export async function paintPng(className: string, index: number): Promise<Buffer> {
  const { width, height, data } = paintSample(className, index);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6, adaptiveFiltering: true })
    .toBuffer();
}

/** Removes the drafts of processes that were killed. */
async function removeAbandoned(folder: string, start: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(start) && makerOf(name)?.runs === false)
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
