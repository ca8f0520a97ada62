/**
 * A `describe` per backend for this package. In Node, cpu and wasm are stock tfjs, with none of @flowers/backend's
 * kernels: users of this package alone have nothing else. Native TensorFlow, and wasm in the page, are set up by it.
 */
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, it } from "vitest";

export type BackendName = "cpu" | "wasm" | "tensorflow" | "webgl" | "webgpu";

const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
const candidates: readonly BackendName[] = inNode
  ? ["cpu", "wasm", "tensorflow"]
  : ["cpu", "wasm", "webgl", "webgpu"];

async function start(name: BackendName): Promise<void> {
  if (name === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  if (name === "wasm" && inNode) await import("@tensorflow/tfjs-backend-wasm");
  const throughOurs = name === "tensorflow" || (name === "wasm" && !inNode);
  if (throughOurs) await (await import("@flowers/backend")).useBackend(name);
  else if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start ${name}`);
  await tf.ready();
}

async function refusal(name: BackendName): Promise<string | undefined> {
  try {
    await start(name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const refusals = new Map<BackendName, string | undefined>();
for (const name of candidates) refusals.set(name, await refusal(name));
await tf.setBackend("cpu");

/** Runs a suite on each backend; one that cannot run here appears as a skipped test with the reason. */
export function onBackends(
  title: string,
  body: (backend: BackendName) => void,
  only: readonly BackendName[] = candidates,
): void {
  for (const name of candidates.filter((candidate) => only.includes(candidate))) {
    const reason = refusals.get(name);
    if (reason !== undefined) {
      it.skip(`${title} on ${name}: ${reason}`, () => undefined);
      continue;
    }
    describe(`${title} on ${name}`, () => {
      beforeAll(() => start(name));
      afterAll(async () => {
        await tf.setBackend("cpu");
      });
      body(name);
    });
  }
}
