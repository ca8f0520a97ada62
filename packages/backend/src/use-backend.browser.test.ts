import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { diagnoseBackends } from "./diagnose";
import { installNative } from "./doors";
import { BackendError } from "./errors";
import { useBackend } from "./use-backend";

describe("useBackend in the page", () => {
  it.each(["cpu", "wasm", "webgl", "webgpu"] as const)(
    "makes %s the backend, or says why not",
    async (name) => {
      const diagnosis = (await diagnoseBackends()).find((each) => each.name === name)!;
      if (!diagnosis.available) {
        expect(["webgl", "webgpu"]).toContain(name); // They need a graphics adapter, real or software.
        await expect(useBackend(name)).rejects.toThrow(diagnosis.detail);
        expect(diagnosis.remedy).not.toBe("");
        return;
      }
      expect(await useBackend(name)).toMatchObject({ name, refusals: [] });
      expect(tf.getBackend()).toBe(name);
      const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]));
      expect(Array.from(await product.data())).toEqual([11]);
      product.dispose();
    },
  );

  it("auto takes the first that works and accounts for the others", async () => {
    const order = ["webgpu", "webgl", "wasm", "cpu"];
    const { name, refusals } = await useBackend("auto");
    expect(refusals.map(({ backend }) => backend)).toEqual(order.slice(0, order.indexOf(name)));
  });

  it("has no native TensorFlow, and says where there is", async () => {
    const failure = await installNative().catch((error: unknown) => error);
    expect(BackendError.is(failure) && failure.remedy).toContain("flowers-backend install");
    await expect(useBackend("tensorflow")).rejects.toThrow('"tensorflow" does not exist here');
  });
});
