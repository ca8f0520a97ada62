// Ours: finds classes and files of a folder, and decodes nothing. Argument: folder.
import { imageDatasetFromDirectory } from "@flowers/dataset";
import { serve, timed } from "./serve.mjs";

const [folder] = process.argv.slice(2);
await serve({}, async () => ({
  "": await timed(async () => {
    const images = await imageDatasetFromDirectory(folder, { seed: 1, verbose: false });
    return images.filePaths.length;
  }),
}));
