/** Runs one suite on every backend of this machine, and names the backends that it cannot run. */
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, it } from "vitest";
// By path and not by name: the backend package uses these tools for its own tests, and a build order must have no cycle.
import { useBackend } from "../../../packages/backend/src/index";

export type BackendName = "cpu" | "wasm" | "tensorflow" | "webgl" | "webgpu";

const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
const candidates: readonly BackendName[] = inNode
  ? ["cpu", "wasm", "tensorflow"]
  : ["cpu", "wasm", "webgl", "webgpu"];

/** Why a backend cannot be used here, or undefined when it can. Asked once per test file. */
async function refusal(name: BackendName): Promise<string | undefined> {
  try {
    await useBackend(name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const refusals = new Map<BackendName, string | undefined>();
for (const name of candidates) refusals.set(name, await refusal(name));

/**
 * A `describe` for each backend: sets it before the tests and back to cpu after them.
 * A backend that this machine cannot run appears as one skipped test that carries the reason.
 */
export function describeOnBackends(
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
      beforeAll(async () => {
        await useBackend(name);
      });
      afterAll(async () => {
        await tf.setBackend("cpu");
      });
      body(name);
    });
  }
}
