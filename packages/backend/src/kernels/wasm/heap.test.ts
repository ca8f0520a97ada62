// Our kernels see tfjs's heap where it is after it has grown, plain or shared.
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { useBackend } from "../../use-backend";

describeOnBackends(
  "kernels on a grown heap",
  () => {
    it("read and write what is behind the first end of the heap", async () => {
      await useBackend("wasm");
      const { wasm } = tf.backend() as unknown as { readonly wasm: { HEAPU8: Uint8Array } };
      await expectNoLeak(() => {
        tf.tidy(() => {
          const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.relu(x)));
          expect(Array.from(slope(tf.tensor1d([-1, 2])).dataSync())).toEqual([0, 1]);
          const before = wasm.HEAPU8.length;
          tf.zeros([before]); // four times the heap's bytes
          expect(wasm.HEAPU8.length).toBeGreaterThan(before);
          // Behind the old end now: relu's gradient in WebAssembly, a gather's in JavaScript on the heap.
          const far = tf.tensor1d([-3, 4, 5, -6, 7]);
          expect(Array.from(slope(far).dataSync())).toEqual([0, 1, 1, 0, 1]);
          const picked = tf.grad((x: tf.Tensor) => tf.sum(tf.gather(x, [1, 1, 3])));
          expect(Array.from(picked(far).dataSync())).toEqual([0, 2, 0, 1, 0]);
        });
      });
    });
  },
  ["wasm"],
);
