/** Layers of several inputs. */
import { isList, numberAt } from "../../config/json";
import type { OnnxCall, OnnxRow } from "../row";

/**
 * Inputs of the largest rank: Keras gives those of fewer axes new ones after the batch, where ONNX would line up the last and take
 * the batch for another axis.
 */
function aligned({ graph, inputs, shapes }: OnnxCall): string[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return inputs.map((input, i) => {
    const missing = rank - (shapes[i]?.length ?? rank);
    if (missing === 0) return input;
    return graph.add("Unsqueeze", [
      input,
      graph.wholes(Array.from({ length: missing }, (_, axis) => axis + 1)),
    ]);
  });
}

const merging =
  (type: string): OnnxRow =>
  (call) => {
    const [start = "", ...others] = aligned(call);
    return others.reduce((sum, each) => call.graph.add(type, [sum, each]), start);
  };

/** The sum of products along one axis of each, for every example. */
const dot: OnnxRow = (call) => {
  const { graph, inputs, shapes, config } = call;
  const { axes } = config;
  const places = shapes.map(({ length }, i) => {
    const axis = Number(isList(axes) ? axes[i] : axes);
    return axis < 0 ? axis + length : axis;
  });
  const values = inputs.map((input, i) => {
    if (config["normalize"] !== true) return input;
    const squares = graph.add("Mul", [input, input]);
    const sum = graph.add("ReduceSum", [squares, graph.wholes([places[i] ?? 1])], { keepdims: 1 });
    return graph.add("Div", [
      input,
      graph.add("Sqrt", [graph.add("Max", [sum, graph.scalar(1e-12)])]),
    ]);
  });
  const [left, right] = shapes.map(({ length }, i) =>
    Array.from({ length }, (_, axis) => {
      if (axis === 0) return "b";
      return axis === places[i] ? "s" : String.fromCharCode("g".charCodeAt(0) + i * 6 + axis - 1);
    }),
  );
  if (!left || !right || left.length > 4 || right.length > 4)
    return { reason: "has inputs of more than four axes" };
  const out = [...left, ...right.slice(1)].filter((letter) => letter !== "s");
  const equation = `${left.join("")},${right.join("")}->${out.join("")}`;
  const product = graph.add("Einsum", values, { equation });
  return out.length > 1 ? product : graph.add("Unsqueeze", [product, graph.wholes([1])]);
};

export const mergingRows: Readonly<Record<string, OnnxRow>> = {
  Add: merging("Add"),
  Average: (call) => call.graph.add("Mean", aligned(call)),
  Concatenate: ({ graph, inputs, config }) =>
    graph.add("Concat", inputs, { axis: numberAt(config, "axis", -1) }),
  Dot: dot,
  Maximum: merging("Max"),
  Minimum: merging("Min"),
  Multiply: merging("Mul"),
  Subtract: merging("Sub"),
};
