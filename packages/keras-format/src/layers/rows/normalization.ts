/** Layers that normalize. */
import * as tf from "@tensorflow/tfjs";
import { isList } from "../../config/json";
import { BatchNormalization } from "../batch-normalization";
import {
  groupNormalization,
  layerNormalization,
  normalization,
  rmsNormalization,
  unitNormalization,
} from "../formulas/normalization";
import { field, isLastAxis, type LayerRow, only, plain, stock, weight } from "../row";

/** A list of one axis is that axis. */
const severalAxes = (value: unknown): boolean => Array.isArray(value) && value.length > 1;

export const normalizationRows: Readonly<Record<string, LayerRow>> = {
  BatchNormalization: {
    stock: {
      ...stock(tf.layers.batchNormalization, [
        field("axis", "axis"),
        ...plain("momentum", "epsilon", "center", "scale"),
        ...weight("beta"),
        ...weight("gamma"),
        field("moving_mean_initializer", "initializer"),
        field("moving_variance_initializer", "initializer"),
        only("synchronized", false),
        only("renorm", false),
        field("renorm_clipping", "ignored"), // settings of a renorm that is off
        field("renorm_momentum", "ignored"),
      ]),
      takes: ([shape], config) => isLastAxis(config["axis"], shape) && (shape?.length ?? 0) <= 4,
    },
    layer: (options) => new BatchNormalization(options),
    refuses: (config) => (severalAxes(config["axis"]) ? "normalizes several axes" : null),
  },
  GroupNormalization: { own: groupNormalization },
  LayerNormalization: {
    stock: stock(
      tf.layers.layerNormalization,
      [
        field("axis"),
        ...plain("epsilon", "center", "scale"),
        ...weight("beta"),
        ...weight("gamma"),
        only("rms_scaling", false),
      ],
      (config) =>
        isList(config["axis"]) && config["axis"].length > 1 ? "normalizes several axes" : null,
    ),
    own: layerNormalization,
    refuses: (config) => (config["rms_scaling"] === true ? "has rms_scaling" : null),
  },
  Normalization: {
    own: normalization,
    refuses: (config) => (severalAxes(config["axis"]) ? "normalizes several axes" : null),
  },
  RMSNormalization: { own: rmsNormalization },
  UnitNormalization: { own: unitNormalization },
};
