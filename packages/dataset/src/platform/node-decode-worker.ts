/** A thread that decodes and reads: takes names and places, writes into shared blocks. */
import { parentPort } from "node:worker_threads";
import { prepareDecoding } from "./node/decode/decode-file";
import { alwaysBytes, decodeInto, imageSize } from "./node/decode/decode-into";
import { readChecked } from "./node/cache/read-checked";
import type {
  Answers,
  ThreadMessage,
  ThreadReply,
  ThreadRequest,
} from "./node/decode/thread-requests";

const port = parentPort;
if (!port) throw new Error("node-decode-worker: must be started as a worker thread");

prepareDecoding();

// One request after the other: decoding reuses the thread's buffers.
let last: Promise<unknown> = Promise.resolve();

port.on("message", ({ id, request }: ThreadMessage) => {
  last = last
    .then(() => serve(request))
    .then(
      (answer) => port.postMessage({ id, answer } satisfies ThreadReply),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        port.postMessage({ id, error: message } satisfies ThreadReply);
      },
    );
});

async function serve(request: ThreadRequest): Promise<Answers[keyof Answers]> {
  if (request.kind === "read") return readChecked(request);
  const { paths, spec, slab, offsetBytes } = request;
  const length = paths.length * imageSize(spec);
  const pixels = alwaysBytes(spec)
    ? new Uint8Array(slab, offsetBytes, length)
    : new Float32Array(slab, offsetBytes, length);
  return decodeInto(paths, spec, pixels);
}
