/** Convolutions of one to three dimensions. */
import * as tf from "@tensorflow/tfjs";
import { isList, numberAt, textAt } from "../../config/json";
import {
  conv1d,
  conv1dTranspose,
  conv2dTranspose,
  depthwiseConv1d,
  dilatedDepthwise,
  groupedConv2d,
  separableConv1d,
  separableConv2d,
} from "../formulas/convolution";
import { conv3d } from "../formulas/conv3d";
import { conv3dTranspose } from "../formulas/conv3d-transpose";
import {
  activated,
  bias,
  dataFormat,
  type Field,
  field,
  type LayerRow,
  plain,
  stock,
  weight,
} from "../row";
import type { JsonObject } from "../../types";

const window = [...plain("strides", "padding"), dataFormat];
const kernel = [
  ...plain("filters", "kernel_size"),
  ...window,
  ...activated,
  ...weight("kernel"),
  ...bias,
];
const groups = field("groups", "ignored");

const isOne = (value: unknown): boolean =>
  value === undefined || value === null || [value].flat().every((each) => each === 1);

/** tfjs's layers predict with a dilation, and have no gradient of it. */
const dilationDiffers = (config: JsonObject): string | null =>
  isOne(config["dilation_rate"]) ? null : "has a dilation";

const convolutionDiffers = (config: JsonObject): string | null =>
  numberAt(config, "groups", 1) === 1 ? dilationDiffers(config) : "has groups";

/** tfjs's transposed convolutions know neither dilation nor a padding of the output. */
const transposeDiffers = (config: JsonObject): string | null => {
  if (!isOne(config["dilation_rate"])) return "has a dilation";
  if (config["output_padding"] !== null && config["output_padding"] !== undefined)
    return "has an output_padding";
  // tfjs gives (length - 1) * stride + size; Keras never less than length * stride.
  const { kernel_size: sizes, strides } = config;
  if (
    isList(sizes) &&
    isList(strides) &&
    sizes.some((size, i) => Number(size) < Number(strides[i]))
  )
    return "has strides beyond its kernel";
  return null;
};
const transposed: readonly [string, Field][] = [
  ...kernel,
  field("dilation_rate", "ignored"),
  field("output_padding", "ignored"),
];

export const convolutionRows: Readonly<Record<string, LayerRow>> = {
  Conv1D: {
    stock: stock(tf.layers.conv1d, [...kernel, ...plain("dilation_rate"), groups], (config) =>
      textAt(config, "padding") === "causal" ? "is causal" : convolutionDiffers(config),
    ),
    own: conv1d,
  },
  Conv1DTranspose: { own: conv1dTranspose },
  Conv2D: {
    stock: stock(
      tf.layers.conv2d,
      [...kernel, ...plain("dilation_rate"), groups],
      convolutionDiffers,
    ),
    own: groupedConv2d,
  },
  Conv2DTranspose: {
    stock: stock(tf.layers.conv2dTranspose, transposed, transposeDiffers),
    own: conv2dTranspose,
  },
  Conv3D: {
    stock: stock(
      tf.layers.conv3d,
      [...kernel, ...plain("dilation_rate"), groups],
      convolutionDiffers,
    ),
    own: conv3d,
  },
  Conv3DTranspose: {
    own: conv3dTranspose,
    refuses: (config) => {
      const reason = transposeDiffers(config);
      return reason === null ? null : `${reason}, which is not carried over`;
    },
  },
  DepthwiseConv1D: { own: depthwiseConv1d },
  DepthwiseConv2D: {
    stock: stock(
      tf.layers.depthwiseConv2d,
      [
        ...plain("kernel_size", "depth_multiplier", "dilation_rate"),
        ...window,
        ...activated,
        ...weight("depthwise"),
        ...bias,
      ],
      dilationDiffers,
    ),
    own: dilatedDepthwise,
  },
  SeparableConv1D: { own: separableConv1d },
  SeparableConv2D: {
    stock: stock(
      tf.layers.separableConv2d,
      [
        ...plain("filters", "kernel_size", "depth_multiplier", "dilation_rate"),
        ...window,
        ...activated,
        ...weight("depthwise"),
        ...weight("pointwise"),
        ...bias,
      ],
      (config) =>
        numberAt(config, "depth_multiplier", 1) === 1
          ? dilationDiffers(config)
          : "has several filters a channel",
    ),
    own: separableConv2d,
  },
};
