/** Pooling in windows and over whole images. */
import * as tf from "@tensorflow/tfjs";
import type { JsonObject } from "../../types";
import { globalPooling } from "../formulas/spatial";
import { computedBy, dataFormat, field, type LayerRow, plain, stock } from "../row";

const window = [...plain("pool_size", "strides", "padding"), dataFormat];
const keeps = (config: JsonObject): string | null =>
  config["keepdims"] === true ? "keeps its dimensions" : null;
const whole = [dataFormat, field("keepdims", "ignored")];

type GlobalArguments = Parameters<typeof tf.layers.globalMaxPooling2d>[0];

/** tfjs's layers give all of a gradient to each of several equal values. */
const globalMax1d = (args: GlobalArguments): tf.layers.Layer =>
  computedBy(tf.layers.globalMaxPooling1d(args), globalPooling(1, "max"), {});
const globalMax2d = (args: GlobalArguments): tf.layers.Layer =>
  computedBy(tf.layers.globalMaxPooling2d(args), globalPooling(2, "max"), {});

export const poolingRows: Readonly<Record<string, LayerRow>> = {
  AveragePooling1D: { stock: stock(tf.layers.averagePooling1d, window) },
  AveragePooling2D: { stock: stock(tf.layers.averagePooling2d, window) },
  AveragePooling3D: { stock: stock(tf.layers.averagePooling3d, window) },
  GlobalAveragePooling1D: {
    stock: stock(tf.layers.globalAveragePooling1d, whole, keeps),
    own: globalPooling(1, "mean"),
  },
  GlobalAveragePooling2D: {
    stock: stock(tf.layers.globalAveragePooling2d, whole, keeps),
    own: globalPooling(2, "mean"),
  },
  GlobalAveragePooling3D: { own: globalPooling(3, "mean") },
  GlobalMaxPooling1D: {
    stock: stock(globalMax1d, whole, keeps),
    own: globalPooling(1, "max"),
  },
  GlobalMaxPooling2D: {
    stock: stock(globalMax2d, whole, keeps),
    own: globalPooling(2, "max"),
  },
  GlobalMaxPooling3D: { own: globalPooling(3, "max") },
  MaxPooling1D: { stock: stock(tf.layers.maxPooling1d, window) },
  MaxPooling2D: { stock: stock(tf.layers.maxPooling2d, window) },
  MaxPooling3D: { stock: stock(tf.layers.maxPooling3d, window) },
};
