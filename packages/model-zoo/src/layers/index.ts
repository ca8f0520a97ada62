/**
 * Every layer of this package, by Keras's class name: the one table that registration and loading read. A new layer is its
 * file, one row here and its exports in `../index.ts`.
 */
import { Activation, LeakyReLU, ReLU, Softmax } from "./activation";
import { BatchNormalization } from "./batch-normalization";
import { Conv2D } from "./conv2d";
import { Dense } from "./dense";
import { DepthwiseConv2D } from "./depthwise-conv2d";
import { Dropout } from "./dropout";
import { Flatten } from "./flatten";
import { GlobalAveragePooling2D, GlobalMaxPooling2D } from "./global-pooling2d";
import { Add, Average, Concatenate, Maximum, Minimum, Multiply, Subtract } from "./merging";
import { Cropping2D, ZeroPadding2D } from "./padding2d";
import { AveragePooling2D, MaxPooling2D } from "./pooling2d";
import { SeparableConv2D } from "./separable-conv2d";

export const layerClasses = {
  Activation,
  Add,
  Average,
  AveragePooling2D,
  BatchNormalization,
  Concatenate,
  Conv2D,
  Cropping2D,
  Dense,
  DepthwiseConv2D,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  LeakyReLU,
  Maximum,
  MaxPooling2D,
  Minimum,
  Multiply,
  ReLU,
  SeparableConv2D,
  Softmax,
  Subtract,
  ZeroPadding2D,
} as const;
