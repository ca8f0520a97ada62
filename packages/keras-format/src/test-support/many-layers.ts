/** A model of nearly every stock layer, for trips there and back. */
import * as tf from "@tensorflow/tfjs";

/** Every stock layer that keeps an image an image, then a classifier. */
export function manyLayers(): tf.Sequential {
  return tf.sequential({
    name: "many",
    layers: [
      tf.layers.rescaling({ scale: 1 / 255, offset: -0.5, inputShape: [12, 12, 3] }),
      tf.layers.zeroPadding2d({
        padding: [
          [1, 0],
          [0, 1],
        ],
      }),
      tf.layers.conv2d({
        filters: 4,
        kernelSize: 3,
        padding: "same",
        activation: "swish",
        kernelInitializer: "heNormal",
      }),
      tf.layers.batchNormalization({ momentum: 0.9 }),
      tf.layers.leakyReLU({ alpha: 0.1 }),
      tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: "same" }),
      tf.layers.reLU({ maxValue: 6 }),
      tf.layers.separableConv2d({ filters: 5, kernelSize: 3, padding: "same", activation: "selu" }),
      tf.layers.upSampling2d({ size: [2, 2] }),
      tf.layers.averagePooling2d({ poolSize: [2, 2] }),
      tf.layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2, padding: "same" }),
      tf.layers.maxPooling2d({ poolSize: [3, 3], strides: [2, 2], padding: "same" }),
      tf.layers.elu({}),
      tf.layers.dropout({ rate: 0.3, seed: 4 }),
      tf.layers.reshape({ targetShape: [13 * 13, 3] }),
      tf.layers.reshape({ targetShape: [13, 13, 3] }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({
        units: 7,
        activation: "tanh",
        kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
      }),
      tf.layers.activation({ activation: "softplus" }),
      tf.layers.dense({ units: 3, useBias: false }),
      tf.layers.softmax({}),
    ],
  });
}
