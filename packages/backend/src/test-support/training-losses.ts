/** A few training steps of a small convolutional network; every kernel of this package for wasm takes part. */
import * as tf from "@tensorflow/tfjs";

/** The losses of four steps from fixed weights on fixed images of `size` x `size`, the same on every run of one backend. */
export async function trainingLosses(size: number): Promise<number[]> {
  const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
  const conv = (filters: number, seed: number) =>
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      padding: "same",
      activation: "relu",
      kernelInitializer: glorot(seed),
      ...(seed === 1 ? { inputShape: [size, size, 3] } : {}),
    });
  const model = tf.sequential({
    layers: [
      conv(8, 1),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(16, 2),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 32, activation: "relu", kernelInitializer: glorot(3) }),
      tf.layers.dense({ units: 5, kernelInitializer: glorot(4) }),
    ],
  });
  const optimizer = tf.train.adam(0.001);
  const images = tf.randomUniform([16, size, size, 3], 0, 1, "float32", 5);
  const labels = tf.oneHot(
    Array.from({ length: 16 }, (_, i) => i % 5),
    5,
  );
  const losses: number[] = [];
  for (let step = 0; step < 4; step++) {
    const loss = optimizer.minimize(
      () =>
        tf.losses.softmaxCrossEntropy(
          labels,
          model.apply(images, { training: true }) as tf.Tensor,
        ) as tf.Scalar,
      true,
    ) as tf.Scalar;
    losses.push((await loss.data())[0] as number);
    loss.dispose();
  }
  tf.dispose([images, labels]);
  optimizer.dispose();
  model.dispose();
  return losses;
}
