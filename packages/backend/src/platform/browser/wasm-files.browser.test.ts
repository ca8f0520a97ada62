import * as tf from "@tensorflow/tfjs";
import { afterEach, expect, it, vi } from "vitest";
import { BackendError } from "../../errors";
import { useBackend } from "../../use-backend";

afterEach(() => vi.restoreAllMocks());

async function failure(wasmPath: string): Promise<BackendError> {
  const error: unknown = await useBackend("wasm", { wasmPath }).then(
    () => "it started",
    (reason: unknown) => reason,
  );
  if (!BackendError.is(error))
    throw new Error(`expected a BackendError; received ${String(error)}`);
  return error;
}

it("says which file is missing, leaves other backends usable, and starts once it is told where the files are", async () => {
  await tf.setBackend("cpu");
  vi.spyOn(globalThis, "fetch").mockResolvedValueOnce(new Response("no", { status: 404 }));
  const missing = await failure("/nowhere/");
  expect(missing.message).toMatch(
    /"\/nowhere\/tfjs-backend-wasm-(threaded-)?simd\.wasm" cannot be loaded: HTTP 404\./,
  );
  expect(missing.remedy).toContain("wasmPath");

  vi.spyOn(globalThis, "fetch").mockResolvedValueOnce(new Response("<!doctype html>"));
  expect((await failure("/front-page/")).message).toContain("is not WebAssembly");

  vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("Failed to fetch"));
  expect((await failure("https://example.invalid/")).message).toContain("Failed to fetch");

  expect(tf.getBackend()).toBe("cpu");
  const two = tf.add(1, 1);
  expect((await two.data())[0]).toBe(2);
  two.dispose();
  vi.restoreAllMocks();
  expect((await useBackend("wasm")).name).toBe("wasm");
});
