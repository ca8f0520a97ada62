// The tutorial's network and its step (forward, backward, Adam) in plain TensorFlow.js, on made-up images.

/** A function that makes one step with the given tfjs, reads its loss so that no work is left undone, and returns the batch size. */
export function makeStockStep(tf, batch = 32) {
  const model = tf.sequential();
  for (const filters of [16, 32, 64]) {
    const inputShape = filters === 16 ? { inputShape: [180, 180, 3] } : {};
    const convolution = { filters, kernelSize: 3, padding: "same", activation: "relu" };
    model.add(tf.layers.conv2d({ ...convolution, ...inputShape }));
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 128, activation: "relu" }));
  model.add(tf.layers.dense({ units: 5 }));
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-7);
  const images = tf.randomUniform([batch, 180, 180, 3], 0, 255, "float32", 1);
  const labels = tf.oneHot(
    Array.from({ length: batch }, (_, i) => i % 5),
    5,
  );
  const loss = () =>
    tf.tidy(() => {
      const logits = model.apply(tf.mul(images, 1 / 255), { training: true });
      return tf.losses.softmaxCrossEntropy(labels, logits);
    });
  return async () => {
    const value = optimizer.minimize(loss, true);
    await value.data();
    value.dispose();
    return batch;
  };
}
