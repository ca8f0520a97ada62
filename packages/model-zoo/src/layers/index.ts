/**
 * Every layer of this package, by Keras's class name: the one table that registration and loading read. A new layer is its
 * file, one row here and its exports in `../index.ts`.
 */
import { Activation, LeakyReLU, ReLU, Softmax } from "./activation";
import { Conv2D } from "./conv2d";
import { Dense } from "./dense";
import { Dropout } from "./dropout";
import { Flatten } from "./flatten";
import { AveragePooling2D, MaxPooling2D } from "./pooling2d";

export const layerClasses = {
  Activation,
  AveragePooling2D,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  LeakyReLU,
  MaxPooling2D,
  ReLU,
  Softmax,
} as const;
