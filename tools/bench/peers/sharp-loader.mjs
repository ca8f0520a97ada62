// sharp alone: decodes and resizes every photo of a folder to 180x180 RGB, all at once. Its pixels are not Keras's. Argument: folder.
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { serve, timed } from "./serve.mjs";

const [folder] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

async function epoch() {
  const left = [...files];
  let count = 0;
  const work = async () => {
    for (let file = left.pop(); file; file = left.pop()) {
      const { data } = await sharp(file)
        .resize(180, 180, { fit: "fill", kernel: "linear" })
        .removeAlpha()
        .toColourspace("srgb")
        .raw()
        .toBuffer({ resolveWithObject: true });
      if (data.length > 0) count++;
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
  return count;
}

await serve({ sharp: sharp.versions.sharp, libvips: sharp.versions.vips }, async () => ({
  "first epoch": await timed(epoch),
  "second epoch": await timed(epoch),
}));
