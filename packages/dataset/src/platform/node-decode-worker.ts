/** A decoding thread: takes names of files, writes their pixels into a shared block. */
import { parentPort } from "node:worker_threads";
import { alwaysBytes, decodeInto, imageSize } from "./node/decode-into";
import { prepareDecoding } from "./node/decode-file";
import type { DecodeReply, DecodeRequest } from "./node/decode-pool";

const port = parentPort;
if (!port) throw new Error("node-decode-worker: must be started as a worker thread");

prepareDecoding();

// One request after the other: decoding reuses the thread's buffers.
let last: Promise<unknown> = Promise.resolve();

port.on("message", (request: DecodeRequest) => {
  last = last
    .then(() => serve(request))
    .then(
      (reply) => port.postMessage(reply),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        port.postMessage({ id: request.id, error: message } satisfies DecodeReply);
      },
    );
});

async function serve({ id, paths, spec, slab, offsetBytes }: DecodeRequest): Promise<DecodeReply> {
  const length = paths.length * imageSize(spec);
  const pixels = alwaysBytes(spec)
    ? new Uint8Array(slab, offsetBytes, length)
    : new Float32Array(slab, offsetBytes, length);
  return { id, decoded: await decodeInto(paths, spec, pixels) };
}
