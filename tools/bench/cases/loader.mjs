// Loading photos: each sample is a process of its own that runs two epochs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePhotos } from "../src/make-photos.mjs";
import { inNode, inPython } from "../src/peers.mjs";

/** @import { Absent, Peer } from "../src/contract" */

/** @type {(peer: Peer | Absent) => Peer | Absent} */
const fresh = (peer) => ("missing" in peer ? peer : { ...peer, fresh: true });

/** @type {import("../src/contract").BenchCase} */
export const bench = {
  title:
    "Two epochs over a folder of photos to 180x180, batch 32, shuffled, in a new process. The disk cache is written in the first round and read from then on.",
  unit: "images",
  prepare: async ({ quick, photos }) => {
    const made = mkdtempSync(join(tmpdir(), "flowers-bench-"));
    const folder = photos ?? (await makePhotos(join(made, "photos"), quick ? 64 : 1500));
    const disk = (/** @type {string} */ pixels) => join(made, pixels);
    return {
      dispose: () => rmSync(made, { recursive: true, force: true }),
      peers: [
        inNode("flowers", "loader.mjs", [folder, "float32", "plain"]),
        inPython("Keras", "loader.py", [folder, "plain"]),
        inNode("sharp alone (other pixels, no batches)", "sharp-loader.mjs", [folder]),
        inNode("flowers, `cache()`", "loader.mjs", [folder, "float32", "memory"]),
        inPython("Keras, `cache()`", "loader.py", [folder, "memory"]),
        inNode("flowers, `cache()`, uint8", "loader.mjs", [folder, "uint8", "memory"]),
        inNode("flowers, `cache(path)`", "loader.mjs", [folder, "float32", disk("float32")]),
        inNode("flowers, `cache(path)`, uint8", "loader.mjs", [folder, "uint8", disk("uint8")]),
      ].map(fresh),
    };
  },
};
