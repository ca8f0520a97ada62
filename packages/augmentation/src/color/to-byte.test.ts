import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import golden from "../fixtures/to-byte.json";
import { toByte } from "./to-byte";

const values = golden.values.map(Number);

describeOnBackends("a cast to a byte", () => {
  it.each(golden.bytes.map((bytes) => [bytes.length, bytes] as const))(
    "gives TensorFlow's bytes for %d values, most of them outside of 0..255",
    async (size, bytes) => {
      await expectNoLeak(async () => {
        const given = Array.from({ length: size }, (_, i) => values[i % values.length] ?? 0);
        const made = tf.tidy(() => toByte(tf.tensor4d(given, [1, size, 1, 1])));
        expect(made.shape).toEqual([1, size, 1, 1]);
        expect([...(await made.data())]).toEqual(bytes);
        made.dispose();
      });
    },
  );
});
