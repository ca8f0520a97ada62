import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { diagnoseBackends } from "./diagnose";
import { BackendError } from "./errors";
import { useBackend } from "./use-backend";

async function failure(work: Promise<unknown>): Promise<BackendError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!BackendError.is(error))
    throw new Error(`expected a BackendError; received ${String(error)}`);
  return error;
}

describe("useBackend", () => {
  it.each(["cpu", "wasm"] as const)("makes %s the backend", async (name) => {
    const choice = await useBackend(name);
    expect(choice).toMatchObject({ name, refusals: [] });
    expect(tf.getBackend()).toBe(name);
    const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync());
    expect(Array.from(product)).toEqual([11]);
  });

  it("says what it takes when the name is unknown", async () => {
    const error = await failure(useBackend("gpu" as "cpu"));
    expect(error.code).toBe("unknown-backend");
    expect(error.message).toBe(
      'useBackend: name must be "auto" or one of "tensorflow", "webgpu", "webgl", "wasm", "cpu"; received "gpu".',
    );
  });

  it("says where a backend of the page runs", async () => {
    const error = await failure(useBackend("webgpu"));
    expect(error.code).toBe("unavailable");
    expect(error.remedy).toContain("web page");
  });

  it("refuses threads that are not a count", async () => {
    expect((await failure(useBackend("cpu", { threads: 0 }))).code).toBe("invalid-argument");
  });

  it("names the folder that lacks the wasm files", async () => {
    const error = await failure(useBackend("wasm", { wasmPath: "/nowhere/" }));
    expect(error.message).toContain('"/nowhere/"');
  });
});

describe("diagnoseBackends", () => {
  it("says something of all five, and leaves the backend as it is", async () => {
    await useBackend("cpu");
    const diagnoses = await diagnoseBackends();
    expect(diagnoses.map(({ name }) => name)).toEqual([
      "tensorflow",
      "wasm",
      "cpu",
      "webgpu",
      "webgl",
    ]);
    for (const { available, detail, remedy } of diagnoses) {
      expect(detail).not.toBe("");
      expect(remedy === "").toBe(available);
    }
    expect(tf.getBackend()).toBe("cpu");
  });
});
