/** Runs one suite on every backend of this machine, and names the backends that it cannot run. */
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, it } from "vitest";
// By path and not by name: the backend package uses these tools for its own tests, and a build order must have no cycle.
import { useBackend } from "../../../packages/backend/src/index";

export type BackendName = "cpu" | "wasm" | "tensorflow" | "webgl" | "webgpu";

/**
 * Which kernels a suite runs on: `"ours"` are those of @flowers/backend; `"stock"` is tfjs as users of a package alone
 * have it. Native TensorFlow, and wasm in the page, need @flowers/backend to start and so are always ours.
 */
export type Kernels = "ours" | "stock";

/** Gives a `describe` for each backend. */
export type DescribeOnBackends = (
  title: string,
  body: (backend: BackendName) => void,
  only?: readonly BackendName[],
) => void;

const inNode = typeof process !== "undefined" && process.versions?.node !== undefined;
const candidates: readonly BackendName[] = inNode
  ? ["cpu", "wasm", "tensorflow"]
  : ["cpu", "wasm", "webgl", "webgpu"];

async function start(name: BackendName, kernels: Kernels): Promise<void> {
  const throughOurs = kernels === "ours" || name === "tensorflow" || (name === "wasm" && !inNode);
  if (throughOurs) {
    await useBackend(name);
    return;
  }
  // By names that a package without these backends need not resolve.
  if (name === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start ${name}`);
  await tf.ready();
}

/** Why a backend cannot be used here, or undefined when it can. */
async function refusal(name: BackendName, kernels: Kernels): Promise<string | undefined> {
  try {
    await start(name, kernels);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Asks every backend once and returns a `describe` for each of them: it sets the backend before the tests and cpu after
 * them. A backend that this machine cannot run appears as one skipped test that carries the reason.
 */
export async function describeWith(kernels: Kernels): Promise<DescribeOnBackends> {
  const refusals = new Map<BackendName, string | undefined>();
  for (const name of candidates) refusals.set(name, await refusal(name, kernels));
  if (kernels === "stock") await tf.setBackend("cpu");
  return (title, body, only = candidates) => {
    for (const name of candidates.filter((candidate) => only.includes(candidate))) {
      const reason = refusals.get(name);
      if (reason !== undefined) {
        it.skip(`${title} on ${name}: ${reason}`, () => undefined);
        continue;
      }
      describe(`${title} on ${name}`, () => {
        beforeAll(() => start(name, kernels));
        afterAll(async () => {
          await tf.setBackend("cpu");
        });
        body(name);
      });
    }
  };
}
