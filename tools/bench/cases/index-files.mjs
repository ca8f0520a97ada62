// Finding the files of a large folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inNode, inPython } from "../src/peers.mjs";

/** @type {import("../src/contract").BenchCase} */
export const bench = {
  title:
    "imageDatasetFromDirectory on 200 classes of 500 files (with --quick of 5), without reading one.",
  unit: "files",
  prepare: ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), "flowers-many-"));
    for (let label = 0; label < 200; label++) {
      const name = join(folder, `class_${String(label).padStart(3, "0")}`);
      mkdirSync(name);
      for (let i = 0; i < (quick ? 5 : 500); i++) writeFileSync(join(name, `image_${i}.jpg`), "");
    }
    return {
      dispose: () => rmSync(folder, { recursive: true, force: true }),
      peers: [
        inNode("flowers", "index-files.mjs", [folder]),
        inPython("Keras", "index-files.py", [folder]),
      ],
    };
  },
};
