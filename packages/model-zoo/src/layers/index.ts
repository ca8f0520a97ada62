/**
 * Every layer of this package, by Keras's class name: the one table that registration and loading read. A new layer is its
 * file, one row here and its exports in `../index.ts`.
 */
import { Activation, LeakyReLU, ReLU, Softmax } from "./activation";
import { BatchNormalization } from "./batch-normalization";
import { Conv2DTranspose } from "./conv2d-transpose";
import { Conv2D } from "./conv2d";
import { Dense } from "./dense";
import { DepthwiseConv2D } from "./depthwise-conv2d";
import { Dropout, SpatialDropout2D } from "./dropout";
import { Flatten } from "./flatten";
import { GlobalAveragePooling2D, GlobalMaxPooling2D } from "./global-pooling2d";
import { ActivityRegularization, Identity } from "./identity";
import { ELU, PReLU } from "./learned-activation";
import { Add, Average, Concatenate, Maximum, Minimum, Multiply, Subtract } from "./merging";
import { AlphaDropout, GaussianDropout, GaussianNoise } from "./noise";
import { Normalization } from "./normalization";
import { Cropping2D, ZeroPadding2D } from "./padding2d";
import { AveragePooling2D, MaxPooling2D } from "./pooling2d";
import { Permute, Reshape } from "./reshape";
import {
  GroupNormalization,
  LayerNormalization,
  RMSNormalization,
  UnitNormalization,
} from "./sample-normalization";
import { SeparableConv2D } from "./separable-conv2d";
import { UpSampling2D } from "./up-sampling2d";

export const layerClasses = {
  Activation,
  ActivityRegularization,
  Add,
  AlphaDropout,
  Average,
  AveragePooling2D,
  BatchNormalization,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  Cropping2D,
  Dense,
  DepthwiseConv2D,
  Dropout,
  ELU,
  Flatten,
  GaussianDropout,
  GaussianNoise,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  GroupNormalization,
  Identity,
  LayerNormalization,
  LeakyReLU,
  Maximum,
  MaxPooling2D,
  Minimum,
  Multiply,
  Normalization,
  Permute,
  PReLU,
  ReLU,
  Reshape,
  RMSNormalization,
  SeparableConv2D,
  Softmax,
  SpatialDropout2D,
  Subtract,
  UnitNormalization,
  UpSampling2D,
  ZeroPadding2D,
} as const;
