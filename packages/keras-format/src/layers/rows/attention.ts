/** Attention, and products over named axes. */
import { numberAt, textAt } from "../../config/json";
import { attention, einsumDense, multiHeadAttention, parseEinsum } from "../formulas/attention";
import type { LayerRow } from "../row";

const projections = ["query_dense", "key_dense", "value_dense", "output_dense"];

export const attentionRows: Readonly<Record<string, LayerRow>> = {
  Attention: {
    own: attention,
    refuses: (config) =>
      config["use_scale"] === true || (textAt(config, "score_mode") ?? "dot") !== "dot"
        ? "has a scale or a score of its own, which is not carried over"
        : null,
  },
  EinsumDense: {
    own: einsumDense,
    refuses: (config) =>
      parseEinsum(textAt(config, "equation") ?? "") === null
        ? `has equation ${JSON.stringify(config["equation"])}, which is not a product of an input with a kernel`
        : null,
  },
  MultiHeadAttention: {
    own: multiHeadAttention,
    parts: projections,
    refuses: (config) => {
      const axes = config["attention_axes"];
      if (Array.isArray(axes) && (axes.length !== 1 || axes[0] !== 1))
        return "attends over other axes than the first, which is not carried over";
      if (config["use_gate"] === true) return "has a gate, which is not carried over";
      if (config["sliding_window"] !== null && config["sliding_window"] !== undefined)
        return "has a sliding window, which is not carried over";
      return numberAt(config, "num_heads", 0) > 0 ? null : "has no heads";
    },
  },
};
