/** Importing the package chooses a backend, unless one was chosen. */
import { beforeEach, describe, expect, it, vi } from "vitest";

describe("importing the package", () => {
  beforeEach(() => vi.resetModules());

  it("takes the fastest backend of the machine", async () => {
    const tf = await import("@tensorflow/tfjs");
    expect(tf.engine().backendName as string | undefined).toBeUndefined();
    await import("./index");
    expect(["tensorflow", "wasm"]).toContain(tf.getBackend());
  });

  it("leaves a backend that was chosen before", async () => {
    const tf = await import("@tensorflow/tfjs");
    await tf.setBackend("cpu");
    await import("./index");
    expect(tf.getBackend()).toBe("cpu");
  });
});
