/** A thread that decodes and reads: takes names and places, writes into shared blocks. */
import { parentPort } from "node:worker_threads";
import { prepareDecoding } from "./node/decode/decoders";
import { serve } from "./node/decode/serve";
import type { ThreadMessage, ThreadReply } from "./node/decode/thread-requests";

const port = parentPort;
if (!port) throw new Error("node-decode-worker: must be started as a worker thread");

prepareDecoding();

port.on("message", ({ id, request }: ThreadMessage) => {
  serve(request).then(
    (answer) => port.postMessage({ id, answer } satisfies ThreadReply),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, error: message } satisfies ThreadReply);
    },
  );
});
