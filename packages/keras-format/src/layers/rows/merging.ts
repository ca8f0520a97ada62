/** Layers of several inputs. */
import * as tf from "@tensorflow/tfjs";
import { type LayerRow, plain, stock } from "../row";
import { shapeByTrial } from "../own-layer";

export const mergingRows: Readonly<Record<string, LayerRow>> = {
  Add: { stock: stock(tf.layers.add, []) },
  Average: { stock: stock(tf.layers.average, []) },
  Concatenate: { stock: stock(tf.layers.concatenate, plain("axis")) },
  Dot: { stock: stock(tf.layers.dot, plain("axes", "normalize")) },
  Maximum: { stock: stock(tf.layers.maximum, []) },
  Minimum: { stock: stock(tf.layers.minimum, []) },
  Multiply: { stock: stock(tf.layers.multiply, []) },
  Subtract: {
    own: {
      compute: ([a, b]) => tf.sub(a as tf.Tensor, b as tf.Tensor),
      shape: (shapes) => shapeByTrial(shapes, ([a, b]) => tf.sub(a as tf.Tensor, b as tf.Tensor)),
    },
  },
};
