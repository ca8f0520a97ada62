/** Layers over time. */
import * as tf from "@tensorflow/tfjs";
import { numberAt } from "../../config/json";
import type { JsonObject } from "../../types";
import { ResetAfterGRU } from "../gru";
import {
  activated,
  bias,
  dataFormat,
  field,
  type LayerRow,
  plain,
  seed,
  stock,
  weight,
} from "../row";

const sequence = [
  ...plain("return_sequences", "return_state", "go_backwards", "stateful", "unroll"),
  field("zero_output_for_mask", "ignored"), // Bidirectional sets it; what is masked is dropped by what follows
  ...activated,
  ...weight("kernel"),
  ...weight("recurrent"),
  ...bias,
  ...plain("dropout", "recurrent_dropout"),
  seed,
];
const gates = field("recurrent_activation", "activation");

/** tfjs clones what it wraps, gives it a new name, and learns whether it is a loop of ours by the class. */
const wrapped = field("layer", "layer");

const gruDiffers = (config: JsonObject): string | null =>
  config["reset_after"] === false ? null : "resets after the product";

export const recurrentRows: Readonly<Record<string, LayerRow>> = {
  Bidirectional: {
    stock: stock(tf.layers.bidirectional, [
      field("merge_mode"),
      wrapped,
      field("backward_layer", "ignored"), // checked by refuses
    ]),
    refuses: (config) => {
      const [there, back] = [config["layer"], config["backward_layer"]].map((each) =>
        comparable(each),
      );
      return back === undefined || there === back ? null : "has two layers that differ";
    },
  },
  ConvLSTM2D: {
    stock: stock(tf.layers.convLstm2d, [
      ...plain("filters", "kernel_size", "strides", "padding", "dilation_rate"),
      dataFormat,
      gates,
      ...plain("unit_forget_bias"),
      ...sequence,
    ]),
    parts: ["cell"],
  },
  GRU: {
    stock: stock(
      tf.layers.gru,
      [...plain("units"), gates, field("reset_after", "ignored"), ...sequence],
      gruDiffers,
    ),
    layer: (options) => new ResetAfterGRU(options as never),
    refuses: (config) =>
      gruDiffers(config) !== null &&
      (numberAt(config, "dropout", 0) > 0 || numberAt(config, "recurrent_dropout", 0) > 0)
        ? "has dropout within its cell, which is not carried over"
        : null,
    parts: ["cell"],
  },
  LSTM: {
    stock: stock(tf.layers.lstm, [...plain("units", "unit_forget_bias"), gates, ...sequence]),
    parts: ["cell"],
  },
  SimpleRNN: {
    stock: stock(tf.layers.simpleRNN, [...plain("units"), ...sequence]),
    parts: ["cell"],
  },
  TimeDistributed: { stock: stock(tf.layers.timeDistributed, [wrapped]) },
};

/** A wrapped layer's configuration without its name and direction. */
function comparable(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { class_name: className, config } = value as JsonObject;
  const { name: _n, go_backwards: _g, ...rest } = config as JsonObject;
  const plainText = JSON.stringify([className, rest], (key, each: unknown) =>
    key === "shared_object_id" || key === "build_config" ? undefined : each,
  );
  return plainText;
}
