/** Starts a decoding worker. Here, beside the worker's own file, so that the address holds in `src` and in `dist`. */

/** Bundlers see this very form and make the worker a file of its own. @throws where workers cannot be made */
export function startDecodeWorker(): Worker {
  return new Worker(new URL("./browser-decode-worker.js", import.meta.url), { type: "module" });
}
