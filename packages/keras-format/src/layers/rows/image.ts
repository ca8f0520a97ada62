/** Image layers. Those that draw predict as identities; `@flowers/augmentation` has the ones that train. */
import * as tf from "@tensorflow/tfjs";
import { textAt } from "../../config/json";
import { drawsInTraining, rescaling } from "../formulas/elementwise";
import {
  centerCrop,
  cropping,
  resizing,
  upSampling,
  upSamplingBilinear,
  zeroPadding,
} from "../formulas/spatial";
import { computedBy, dataFormat, field, type LayerRow, plain, stock } from "../row";

const drawing =
  "RandomFlip RandomRotation RandomZoom RandomTranslation RandomShear RandomPerspective RandomBrightness RandomContrast " +
  "RandomSaturation RandomHue RandomColorJitter RandomColorDegeneration RandomGrayscale RandomSharpness " +
  "RandomGaussianBlur RandomErasing RandomInvert RandomPosterization MixUp CutMix RandAugment AugMix";

/** Layers for images that do nothing outside of training. */
export const drawingNames: readonly string[] = drawing.split(" ");

const note =
  "draws in training alone, where it needs kerasLayers of @flowers/model-zoo; it predicts as Keras does";

/** tfjs's UpSampling2D, with copies that have their gradient on every backend: that of its nearest neighbors is wrong on cpu. */
const copying = (args: Parameters<typeof tf.layers.upSampling2d>[0]): tf.layers.Layer =>
  computedBy(tf.layers.upSampling2d(args), upSampling(2), { size: args?.size ?? [2, 2] });

export const imageRows: Readonly<Record<string, LayerRow>> = {
  ...Object.fromEntries(drawingNames.map((name) => [name, { own: drawsInTraining(name), note }])),
  CenterCrop: { own: centerCrop },
  Cropping1D: { own: cropping(1) },
  Cropping2D: { own: cropping(2) },
  Cropping3D: { own: cropping(3) },
  Rescaling: {
    stock: stock(tf.layers.rescaling, plain("scale", "offset"), (config) =>
      typeof config["scale"] === "number" && typeof (config["offset"] ?? 0) === "number"
        ? null
        : "scales by channel",
    ),
    own: rescaling,
  },
  Resizing: {
    own: resizing,
    refuses: (config) => {
      if (config["antialias"] === true) return "smooths while it shrinks (antialias)";
      if (config["pad_to_aspect_ratio"] === true) return "pads to the aspect ratio";
      const interpolation = textAt(config, "interpolation") ?? "bilinear";
      return ["bilinear", "nearest"].includes(interpolation)
        ? null
        : `interpolates by ${interpolation}, which needs @flowers/augmentation`;
    },
  },
  UpSampling1D: { own: upSampling(1) },
  UpSampling2D: {
    stock: stock(
      copying,
      [...plain("size"), dataFormat, field("interpolation", "ignored")],
      // tfjs's bilinear has other corners.
      (config) =>
        (textAt(config, "interpolation") ?? "nearest") === "nearest" ? null : "interpolates",
    ),
    own: upSamplingBilinear,
    refuses: (config) =>
      ["nearest", "bilinear"].includes(textAt(config, "interpolation") ?? "nearest")
        ? null
        : `interpolates by ${JSON.stringify(config["interpolation"])}`,
  },
  UpSampling3D: { own: upSampling(3) },
  ZeroPadding1D: { own: zeroPadding(1) },
  ZeroPadding2D: {
    stock: stock(tf.layers.zeroPadding2d, [...plain("padding"), dataFormat]),
  },
  ZeroPadding3D: { own: zeroPadding(3) },
};
