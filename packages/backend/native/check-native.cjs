// Run by the installer in a process of its own: one training step (convolution, relu, max pooling, dense, cross-entropy)
// on a fresh native build, against the same step on tfjs's plain JavaScript backend. With `opsPath`, the convolution's
// gradients are taken from the build's own ops instead. Ends with code 0 when the numbers agree.
const { loadBinding } = require("./load-binding.cjs");

const paths = JSON.parse(process.argv[2]);
const tf = require(paths.tfjsPath);

/** Values that look random, in [-0.5, 0.5), the same in every run. */
function values(shape, seed) {
  const size = shape.reduce((product, length) => product * length, 1);
  let state = seed;
  const data = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  return tf.tensor(data, shape);
}

/** The loss and the gradients of a small network, as plain numbers. */
async function step(backend) {
  await tf.setBackend(backend);
  const images = values([2, 12, 12, 3], 1);
  const labels = tf.oneHot(tf.tensor1d([0, 2], "int32"), 3);
  const { value, grads } = tf.valueAndGrads((filter, bias, weights) => {
    const hidden = tf.relu(tf.add(tf.conv2d(images, filter, 1, "same"), bias));
    const pooled = tf.maxPool(hidden, 2, 2, "valid");
    const logits = tf.matMul(tf.reshape(pooled, [2, -1]), weights);
    return tf.losses.softmaxCrossEntropy(labels, logits);
  })([values([3, 3, 3, 4], 2), values([4], 3), values([144, 3], 4)]);
  return Promise.all([value, ...grads].map((tensor) => tensor.data()));
}

/** The same loss and gradients, those of the convolution by the ops of native/ops. */
async function stepWithOps() {
  await tf.setBackend("tensorflow");
  const backend = tf.backend();
  const padding = { name: "padding", type: backend.binding.TF_ATTR_STRING, value: "SAME" };
  const images = values([2, 12, 12, 3], 1);
  const labels = tf.oneHot(tf.tensor1d([0, 2], "int32"), 3);
  const [filter, bias, weights] = [values([3, 3, 3, 4], 2), values([4], 3), values([144, 3], 4)];
  const convolved = tf.add(tf.conv2d(images, filter, 1, "same"), bias);
  const [pooled, winners] = backend.executeMultipleOutputs(
    "FlowersReluMaxPool",
    [],
    [convolved],
    2,
  );
  const { value, grads } = tf.valueAndGrads((hidden, matrix) =>
    tf.losses.softmaxCrossEntropy(labels, tf.matMul(tf.reshape(hidden, [2, -1]), matrix)),
  )([pooled, weights]);
  const sizes = (tensor) => tf.tensor1d(tensor.shape, "int32");
  const ofFilter = backend.executeMultipleOutputs(
    "FlowersPooledFilterGradient",
    [padding],
    [images, sizes(filter), winners, grads[0]],
    2,
  );
  // Nothing to compare it with here: it has to run.
  backend.executeMultipleOutputs(
    "FlowersPooledInputGradient",
    [padding],
    [sizes(images), filter, winners, grads[0]],
    1,
  );
  return Promise.all([value, ...ofFilter, grads[1]].map((tensor) => tensor.data()));
}

async function main() {
  const expected = await step("cpu");
  const version = loadBinding(paths);
  const received = paths.opsPath ? await stepWithOps() : await step("tensorflow");
  for (const [index, data] of received.entries()) {
    for (let i = 0; i < data.length; i++) {
      // Sums of up to 288 float32 products in another order: errors near 1e-6.
      if (!(Math.abs(data[i] - expected[index][i]) <= 1e-5)) {
        throw new Error(`value ${i} of output ${index} is ${data[i]}, not ${expected[index][i]}`);
      }
    }
  }
  return version;
}

main().then(
  (version) => process.stdout.write(`${version}\n`),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
