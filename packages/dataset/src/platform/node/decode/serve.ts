/** What a thread does when it is asked; the calling thread does the same where there are none. */
import { decodeInto } from "../../../decode/decode-into";
import { readChecked } from "../cache/read-checked";
import { fileDecoding } from "./decoders";
import type { Answers, ThreadRequest } from "./thread-requests";

/** One request after the other: decoding uses the thread's buffers again. */
let last: Promise<unknown> = Promise.resolve();

export function serve<R extends ThreadRequest>(
  request: R,
  signal?: AbortSignal,
): Promise<Answers[R["kind"]]> {
  const mine = last.then((): Answers[keyof Answers] | Promise<Answers["decode"]> => {
    signal?.throwIfAborted();
    return answer(request);
  });
  last = mine.catch(() => undefined);
  return mine as Promise<Answers[R["kind"]]>;
}

function answer(request: ThreadRequest): Promise<Answers["decode"]> | Answers["read"] {
  if (request.kind === "read") return readChecked(request);
  const { paths, spec, slab, offsetBytes } = request;
  return decodeInto(paths, spec, slab, offsetBytes, fileDecoding);
}
