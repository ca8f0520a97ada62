/** Layers that pad, crop, enlarge, resize and pool, that stock tfjs lacks. Channels come last. */
import * as tf from "@tensorflow/tfjs";
import { isList, numberAt, numbersAt, textAt } from "../../config/json";
import type { JsonObject } from "../../types";
import { type OwnFormula, shapeByTrial } from "../own-layer";

/** A formula without weights whose shape is found by trial. */
const tried = (compute: (x: tf.Tensor, config: JsonObject) => tf.Tensor): OwnFormula => ({
  compute: ([x], _, { config }) => compute(x as tf.Tensor, config),
  shape: (shapes, config) => shapeByTrial(shapes, ([x]) => compute(x as tf.Tensor, config)),
});

/** Settings such as `padding`, as a pair for each axis. */
function pairs(config: JsonObject, key: string, rank: number): [number, number][] {
  const value = config[key];
  const list = isList(value)
    ? value
    : new Array<number>(rank).fill(typeof value === "number" ? value : 1);
  if (rank === 1 && list.length === 2 && typeof list[0] === "number")
    return [list as [number, number]];
  return list.map((each) =>
    isList(each) ? (each as [number, number]) : [each as number, each as number],
  );
}

export const zeroPadding = (rank: number): OwnFormula =>
  tried((x, config) => tf.pad(x, [[0, 0], ...pairs(config, "padding", rank), [0, 0]]));

export const cropping = (rank: number): OwnFormula =>
  tried((x, config) => {
    const cuts: [number, number][] = [[0, 0], ...pairs(config, "cropping", rank), [0, 0]];
    const size = x.shape.map(
      (length, axis) => length - (cuts[axis]?.[0] ?? 0) - (cuts[axis]?.[1] ?? 0),
    );
    return tf.slice(
      x,
      cuts.map(([before]) => before),
      size,
    );
  });

/** Every value several times, along each axis. */
export const upSampling = (rank: number): OwnFormula =>
  tried((x, config) =>
    numbersAt(config, "size", rank, 2).reduce((given, times, i) => {
      const shape = [...given.shape];
      const axis = i + 1;
      const apart = tf.expandDims(given, axis + 1);
      const tiles = apart.shape.map((_, each) => (each === axis + 1 ? times : 1));
      shape[axis] = (shape[axis] ?? 1) * times;
      return tf.reshape(tf.tile(apart, tiles), shape);
    }, x),
  );

/** TensorFlow's resizing with half-pixel centers. */
function resize(x: tf.Tensor, size: [number, number], interpolation: string): tf.Tensor {
  if (interpolation === "nearest")
    return tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size, false, true);
  return tf.image.resizeBilinear(x as tf.Tensor4D, size, false, true);
}

/** UpSampling2D between pixels. */
export const upSamplingBilinear: OwnFormula = tried((x, config) => {
  const [down = 2, right = 2] = numbersAt(config, "size", 2, 2);
  return resize(x, [(x.shape[1] ?? 1) * down, (x.shape[2] ?? 1) * right], "bilinear");
});

export const resizing: OwnFormula = tried((x, config) => {
  const size: [number, number] = [numberAt(config, "height", 1), numberAt(config, "width", 1)];
  return resize(tf.cast(x, "float32"), size, textAt(config, "interpolation") ?? "bilinear");
});

export const centerCrop: OwnFormula = tried((input, config) => {
  const x = tf.cast(input, "float32");
  const [height, width] = [numberAt(config, "height", 1), numberAt(config, "width", 1)];
  const [batch = 1, rows = 1, columns = 1, channels = 1] = x.shape;
  if (rows < height || columns < width) {
    throw new Error(`CenterCrop to ${height} x ${width} of a smaller image is not carried over.`);
  }
  const begin = [0, Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0];
  return tf.slice(x, begin, [batch, height, width, channels]);
});

export const globalPooling = (rank: number, how: "mean" | "max"): OwnFormula =>
  tried((x, config) => {
    const axes = Array.from({ length: rank }, (_, i) => i + 1);
    return tf[how](x, axes, config["keepdims"] === true);
  });

/** Everything but the batch in one row; of any rank. */
export const flatten: OwnFormula = {
  compute: ([x]) => {
    const given = x as tf.Tensor;
    const [batch = 1, ...rest] = given.shape;
    return tf.reshape(given, [batch, rest.reduce((a, b) => a * b, 1)]);
  },
  shape: ([[batch = null, ...rest] = []]) => [
    batch,
    rest.reduce<number | null>((a, b = null) => (a === null || b === null ? null : a * b), 1),
  ],
};

/** To a shape of which one length follows from the others. */
export const reshape: OwnFormula = {
  compute: ([x], _, { config }) => {
    const given = x as tf.Tensor;
    return tf.reshape(given, [given.shape[0] ?? 1, ...(config["target_shape"] as number[])]);
  },
  shape: (shapes, config) =>
    shapeByTrial(shapes, ([x]) => {
      const given = x as tf.Tensor;
      return tf.reshape(given, [given.shape[0] ?? 1, ...(config["target_shape"] as number[])]);
    }),
};
