/** Layers of several inputs. */
import * as tf from "@tensorflow/tfjs";
import { numberAt } from "../../config/json";
import type { JsonObject } from "../../types";
import { shapeByTrial } from "../own-layer";
import { type LayerRow, plain, stock } from "../row";

/** Inputs of fewer axes than the others get new ones behind the batch. */
function aligned(inputs: readonly tf.Tensor[]): tf.Tensor[] {
  const rank = Math.max(...inputs.map((each) => each.rank));
  return inputs.map((each) => {
    const [batch = 1, ...rest] = each.shape;
    const ones = new Array<number>(rank - each.rank).fill(1);
    return tf.reshape(each, [batch, ...ones, ...rest]);
  });
}

const difference = (inputs: readonly tf.Tensor[]): tf.Tensor => {
  const [a, b] = aligned(inputs);
  return tf.sub(a as tf.Tensor, b as tf.Tensor);
};

export const mergingRows: Readonly<Record<string, LayerRow>> = {
  Add: { stock: stock(tf.layers.add, []) },
  Average: { stock: stock(tf.layers.average, []) },
  Concatenate: {
    // tfjs takes every axis below 0 for the last.
    stock: stock(tf.layers.concatenate, plain("axis"), (config) =>
      numberAt(config, "axis", -1) < -1 ? "counts its axis from the end" : null,
    ),
    own: {
      compute: (inputs, _, { config }) => tf.concat([...inputs], axisIn(config, inputs[0]?.rank)),
      shape: (shapes, config) => {
        const axis = axisIn(config, shapes[0]?.length);
        const lengths = shapes.map((shape) => shape[axis] ?? null);
        const sum = lengths.reduce((a, b) => (a === null || b === null ? null : a + b));
        return (shapes[0] ?? []).map((length, i) => (i === axis ? sum : length));
      },
    },
  },
  Dot: { stock: stock(tf.layers.dot, plain("axes", "normalize")) },
  Maximum: { stock: stock(tf.layers.maximum, []) },
  Minimum: { stock: stock(tf.layers.minimum, []) },
  Multiply: { stock: stock(tf.layers.multiply, []) },
  Subtract: {
    own: {
      compute: difference,
      shape: (shapes) => shapeByTrial(shapes, difference),
    },
  },
};

/** From 0 on. */
function axisIn(config: JsonObject, rank = 1): number {
  const axis = numberAt(config, "axis", -1);
  return axis < 0 ? axis + rank : axis;
}
