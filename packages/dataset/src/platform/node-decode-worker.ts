/** A decoding thread: takes lists of files, gives back one block of pixels for each. */
import { parentPort } from "node:worker_threads";
import { loadFiles } from "./node/decode-file";
import type { DecodeReply, DecodeRequest } from "./node/decode-pool";

const port = parentPort;
if (!port) throw new Error("node-decode-worker: must be started as a worker thread");

port.on("message", ({ id, paths, spec }: DecodeRequest) => {
  void loadFiles(paths, spec).then(
    (loaded) => {
      const reply: DecodeReply = { id, loaded };
      port.postMessage(reply, [loaded.pixels.buffer as ArrayBuffer]);
    },
    (error: unknown) => {
      const reply: DecodeReply = {
        id,
        error: error instanceof Error ? error.message : String(error),
      };
      port.postMessage(reply);
    },
  );
});
