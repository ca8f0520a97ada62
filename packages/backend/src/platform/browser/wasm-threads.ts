/** Starts tfjs-backend-wasm with as many threads as wanted, also from a bundle whose names were shortened. */

import { bundledThreadScript } from "./wasm-files";

/** What tfjs begins the script of its threads with, and the name that the script must define. */
const factory = "WasmBackendModuleThreadedSimd";

/**
 * Runs `start` so that tfjs takes `threads` threads. tfjs halves `navigator.hardwareConcurrency` and grants no more than
 * that, whatever is asked for; it is told of twice the wanted number meanwhile.
 */
export async function withThreads<T>(threads: number, start: () => Promise<T>): Promise<T> {
  Object.defineProperty(navigator, "hardwareConcurrency", {
    value: threads * 2,
    configurable: true,
  });
  const restoreBlob = threads > 1 ? giveThreadScript(await threadScript()) : undefined;
  try {
    return await start();
  } finally {
    restoreBlob?.();
    Reflect.deleteProperty(navigator, "hardwareConcurrency"); // the prototype's own shows again
  }
}

/** The script of tfjs's threads as it was published, or undefined where no bundler brought it along. */
async function threadScript(): Promise<string | undefined> {
  try {
    const response = await fetch(bundledThreadScript());
    const text = await response.text();
    return response.ok && text.includes(`var ${factory} =`) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * tfjs writes its threads' script into a Blob, from the text of one of its functions. A minifier ties that function to
 * names outside of it, and the threads fail; they get `script` instead until the returned function is called.
 */
function giveThreadScript(script: string | undefined): (() => void) | undefined {
  if (script === undefined) return undefined;
  const original = globalThis.Blob;
  globalThis.Blob = new Proxy(original, {
    construct(target, [parts, options]: [BlobPart[]?, BlobPropertyBag?]): Blob {
      const first = parts?.[0];
      const isThreadScript = typeof first === "string" && first.startsWith(`var ${factory} = `);
      return new target(isThreadScript ? [script] : parts, options);
    },
  });
  return () => {
    globalThis.Blob = original;
  };
}
