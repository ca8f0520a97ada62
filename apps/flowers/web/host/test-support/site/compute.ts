/** A worker that starts the WebAssembly backend and runs one of tfjs's kernels and one of ours. */
import { useBackend } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";

async function compute(threads: number): Promise<unknown> {
  const { name, threads: granted, warning } = await useBackend("wasm", { threads });
  const gradient = tf.tidy(() =>
    tf.grad((x: tf.Tensor) =>
      tf.sum(tf.relu(tf.conv2d(x as tf.Tensor4D, tf.ones([2, 2, 1, 1]), 1, "valid"))),
    )(tf.ones([1, 3, 3, 1])),
  );
  return { name, threads: granted, warning, gradient: Array.from(await gradient.data()) };
}

self.onmessage = async ({ data }: MessageEvent<number>) => {
  const answer = await compute(data).catch((error: unknown) => ({ failure: String(error) }));
  self.postMessage(answer);
};
