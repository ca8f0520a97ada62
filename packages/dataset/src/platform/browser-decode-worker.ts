/** A decoding worker of the page: takes lists of files, gives back one block of pixels for each. */
import { loadImages } from "../decode/decode-into";
import { fileDecoding } from "./browser/decode/decoders";
import type { DecodeReply, DecodeRequest } from "./browser/decode/decode-pool";

/** The worker's global scope, which the types of pages do not have. */
const port = self as unknown as Pick<Worker, "postMessage" | "addEventListener">;

port.addEventListener("message", ({ data }: MessageEvent<DecodeRequest>) => {
  const { id, files, spec } = data;
  void loadImages(files, spec, fileDecoding).then(
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
