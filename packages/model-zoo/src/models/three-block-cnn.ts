/** The tutorial's classifier: three blocks of convolution and pooling, then two dense layers. */
import * as tf from "@tensorflow/tfjs";
import { randomFlip, randomRotation, randomZoom, rescaling } from "@flowers/augmentation";
import { ModelZooError } from "../errors";
import { dropout as dropoutLayer } from "../layers/dropout";
import { conv2d } from "../layers/conv2d";
import { dense } from "../layers/dense";
import { flatten } from "../layers/flatten";
import { maxPooling2d } from "../layers/pooling2d";
import type { ModelCard } from "./model-card";
import { givenOptions } from "./require-model";

/** Options of {@link threeBlockCnn}. */
export interface ThreeBlockCnnOptions {
  /** `[height, width]` in pixels. Default `[180, 180]`. */
  readonly imageSize?: readonly [height: number, width: number];
  /** Channels of an image. Default 3. */
  readonly channels?: number;
  /** Length of the output. */
  readonly numClasses: number;
  /** Filters of the blocks, one block for each. Default `[16, 32, 64]`. */
  readonly filters?: readonly number[];
  /** Units of the first dense layer. Default 128. */
  readonly denseUnits?: number;
  /** Share of values dropped before the dense layers. Default: no dropout layer; 0.2 when augmented. */
  readonly dropout?: number | null;
  /** True puts the tutorial's flip, rotation and zoom in front; a list puts those layers there. Default: none. */
  readonly augmentation?: boolean | readonly tf.layers.Layer[];
  /** Default `"sequential"`. */
  readonly name?: string;
}

function positive(value: number, argument: string): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ModelZooError(
    "invalid-argument",
    `threeBlockCnn: ${argument} must be a positive whole number; received ${value}.`,
  );
}

/** The tutorial's augmentation: horizontal flips, rotations by up to a tenth of a turn, zooms by up to a tenth. */
export function tutorialAugmentation(): tf.layers.Layer[] {
  return [
    randomFlip({ mode: "horizontal", name: "random_flip" }),
    randomRotation({ factor: 0.1, name: "random_rotation" }),
    randomZoom({ heightFactor: 0.1, name: "random_zoom" }),
  ];
}

/**
 * The tutorial's classifier, in both its forms: `[flip, rotation, zoom,] rescaling to 0..1, (conv 3x3 relu, pool) per
 * filter, [dropout,] flatten, dense relu, dense`. Layers are named as Keras names those of a first model.
 *
 * Input float32 `[batch, height, width, channels]`, 0..255; output logits `[batch, numClasses]`. After
 * `setRandomSeed(seed)` the initial weights, dropout masks and augmentations are Keras's, bit for bit. The caller disposes
 * of the model.
 *
 * @throws ModelZooError `invalid-argument` if a size or count is not a positive whole number
 *
 * @example
 * threeBlockCnn({ numClasses: 5 }).countParams(); // 3989285
 * threeBlockCnn({ numClasses: 5, augmentation: true, dropout: 0.2 });
 */
export function threeBlockCnn(options: ThreeBlockCnnOptions): tf.Sequential {
  const {
    imageSize = [180, 180],
    channels = 3,
    numClasses,
    filters = [16, 32, 64],
    denseUnits = 128,
    augmentation = false,
    dropout = augmentation === false ? null : 0.2,
    name = "sequential",
    ...unknown
  } = givenOptions("threeBlockCnn", options);
  const [misspelt] = Object.keys(unknown);
  if (misspelt !== undefined) {
    throw new ModelZooError(
      "invalid-argument",
      `threeBlockCnn: unrecognized argument \`${misspelt}\`.`,
      { remedy: "Leave it out, or correct its spelling." },
    );
  }
  const [height, width] = imageSize;
  positive(height, "imageSize[0]");
  positive(width, "imageSize[1]");
  positive(channels, "channels");
  positive(numClasses, "numClasses");
  positive(denseUnits, "denseUnits");
  for (const [i, count] of filters.entries()) positive(count, `filters[${i}]`);
  if (Math.floor(Math.min(height, width) / 2 ** filters.length) < 1) {
    throw new ModelZooError(
      "invalid-argument",
      `threeBlockCnn: imageSize must be at least ${2 ** filters.length} on each side for ${filters.length} blocks; received [${height}, ${width}].`,
    );
  }

  // Layers are made in Keras's order, for each draws its seed when it is made.
  const front =
    augmentation === true ? tutorialAugmentation() : augmentation === false ? [] : augmentation;
  const numbered = (base: string, i: number): string => (i === 0 ? base : `${base}_${i}`);
  const layers: tf.layers.Layer[] = [
    ...front,
    rescaling({ scale: 1 / 255, name: "rescaling" }),
    ...filters.flatMap((count, i) => [
      conv2d({
        filters: count,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        name: numbered("conv2d", i),
      }),
      maxPooling2d({ name: numbered("max_pooling2d", i) }),
    ]),
    ...(dropout === null ? [] : [dropoutLayer({ rate: dropout, name: "dropout" })]),
    flatten({ name: "flatten" }),
    dense({ units: denseUnits, activation: "relu", name: "dense" }),
    dense({ units: numClasses, name: front.length > 0 ? "outputs" : "dense_1" }),
  ];
  const model = tf.sequential({ name });
  const [first] = layers;
  if (first) first.batchInputShape ??= [null, height, width, channels];
  for (const layer of layers) model.add(layer);
  return model;
}

/** The model card of {@link threeBlockCnn}. */
export const threeBlockCnnCard: ModelCard = {
  name: "threeBlockCnn",
  summary:
    "A small convolutional classifier, trained from scratch: the network of TensorFlow's image classification tutorial.",
  input: "float32 [batch, 180, 180, 3], RGB, 0..255",
  output: "float32 [batch, numClasses], logits",
  parameters: 3_989_285,
  data: "TensorFlow's flower photos: 3,670 JPEGs in 5 classes, 80 % for training",
  expected:
    "As it is, training accuracy nears 1 within 10 epochs while validation accuracy stays near 0.6: it overfits. With augmentation and dropout, both reach about 0.7 within 15 epochs.",
  limits: [
    "It knows only the classes it was trained on, and gives one of them for any image.",
    "Trained from scratch on thousands of photos; with fewer, start from a saved model (featureExtractor).",
    "The input size is fixed when the model is made.",
  ],
  source: "https://www.tensorflow.org/tutorials/images/classification",
};
