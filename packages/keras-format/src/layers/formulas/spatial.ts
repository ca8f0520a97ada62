/** Layers that pad, crop, enlarge, resize and pool, that stock tfjs lacks. Channels come last. */
import * as tf from "@tensorflow/tfjs";
import { isList, numberAt, numbersAt, textAt } from "../../config/json";
import type { JsonObject } from "../../types";
import { type OwnFormula, shapeByTrial } from "../own-layer";
import { largest } from "./largest";
import { type Box, middleBox, proportionalBox, resize } from "./resize";

/** A formula without weights whose lengths between batch and channels follow one by one. */
const resized = (
  compute: (x: tf.Tensor, config: JsonObject) => tf.Tensor,
  length: (length: number, axis: number, config: JsonObject) => number,
): OwnFormula => ({
  compute: ([x], _, { config }) => compute(x as tf.Tensor, config),
  shape: ([shape = []], config) =>
    shape.map((each, i) =>
      i === 0 || i === shape.length - 1 || each === null ? each : length(each, i - 1, config),
    ),
});

/** Settings such as `padding`, as a pair for each axis. */
export function pairs(config: JsonObject, key: string, rank: number): [number, number][] {
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

const sum = ([a, b]: readonly [number, number] = [0, 0]): number => a + b;

export const zeroPadding = (rank: number): OwnFormula =>
  resized(
    (x, config) => tf.pad(x, [[0, 0], ...pairs(config, "padding", rank), [0, 0]]),
    (length, axis, config) => length + sum(pairs(config, "padding", rank)[axis]),
  );

export const cropping = (rank: number): OwnFormula =>
  resized(
    (x, config) => {
      const cuts: [number, number][] = [[0, 0], ...pairs(config, "cropping", rank), [0, 0]];
      const size = x.shape.map((length, axis) => length - sum(cuts[axis]));
      return tf.slice(
        x,
        cuts.map(([before]) => before),
        size,
      );
    },
    (length, axis, config) => length - sum(pairs(config, "cropping", rank)[axis]),
  );

/** Every value several times, along each axis. */
export const upSampling = (rank: number): OwnFormula =>
  resized(
    (x, config) =>
      numbersAt(config, "size", rank, 2).reduce((given, times, i) => {
        const shape = [...given.shape];
        const axis = i + 1;
        const length = shape[axis] ?? 1;
        const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
        // Of rank 3, for tfjs has no gradient of copies of many axes.
        const rows = tf.reshape(given, [-1, length, inner]);
        const copies = tf.stack(new Array<tf.Tensor>(times).fill(rows), 2);
        shape[axis] = length * times;
        return tf.reshape(copies, shape);
      }, x),
    (length, axis, config) => length * (numbersAt(config, "size", rank, 2)[axis] ?? 1),
  );

/** UpSampling2D between pixels. */
export const upSamplingBilinear = resized(
  (x, config) => {
    const [down = 2, right = 2] = numbersAt(config, "size", 2, 2);
    return resize(x, [(x.shape[1] ?? 1) * down, (x.shape[2] ?? 1) * right], "bilinear");
  },
  (length, axis, config) => length * (numbersAt(config, "size", 2, 2)[axis] ?? 1),
);

const heightOrWidth = (axis: number, config: JsonObject): number =>
  numberAt(config, axis === 0 ? "height" : "width", 1);

/** Height and width that a layer gives. */
export const sizeOf = (config: JsonObject): [number, number] => [
  heightOrWidth(0, config),
  heightOrWidth(1, config),
];

const cut = (x: tf.Tensor, { begin, size }: Box): tf.Tensor =>
  tf.slice(x, [0, ...begin, 0], [x.shape[0] ?? 1, ...size, x.shape[3] ?? 1]);

const lengthsOf = ({ shape }: tf.Tensor): [number, number] => [shape[1] ?? 1, shape[2] ?? 1];

export const resizing = resized(
  (input, config) => {
    const x = tf.cast(input, "float32");
    const size = sizeOf(config);
    const kept =
      config["crop_to_aspect_ratio"] === true ? cut(x, proportionalBox(lengthsOf(x), size)) : x;
    return resize(kept, size, textAt(config, "interpolation") ?? "bilinear");
  },
  (_, axis, config) => heightOrWidth(axis, config),
);

/** The middle; of an image that is smaller, its middle of the same proportions, enlarged. */
export const centerCrop = resized(
  (input, config) => {
    const x = tf.cast(input, "float32");
    const [size, lengths] = [sizeOf(config), lengthsOf(x)];
    if (lengths.every((length, axis) => length >= (size[axis] ?? 1)))
      return cut(x, middleBox(lengths, size));
    return resize(cut(x, proportionalBox(lengths, size)), size, "bilinear");
  },
  (_, axis, config) => heightOrWidth(axis, config),
);

export const globalPooling = (rank: number, how: "mean" | "max"): OwnFormula => ({
  compute: ([x], _, { config }) => {
    const axes = Array.from({ length: rank }, (_each, i) => i + 1);
    const keep = config["keepdims"] === true;
    return how === "max"
      ? largest(x as tf.Tensor, axes, keep)
      : tf.mean(x as tf.Tensor, axes, keep);
  },
  shape: ([shape = []], config) => {
    const ones = config["keepdims"] === true ? new Array<number>(rank).fill(1) : [];
    return [shape[0] ?? null, ...ones, shape.at(-1) ?? null];
  },
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
