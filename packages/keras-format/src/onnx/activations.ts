/** Keras's activations of ONNX's operators. */
import type { GraphBuilder } from "./graph-builder";

type Formula = (graph: GraphBuilder, x: string) => string;

const direct =
  (type: string, attributes: Parameters<GraphBuilder["add"]>[2] = {}): Formula =>
  (graph, x) =>
    graph.add(type, [x], attributes);

const hardSigmoid = direct("HardSigmoid", { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });

/** By Keras's name. */
export const onnxActivations: Readonly<Record<string, Formula>> = {
  elu: direct("Elu"),
  exponential: direct("Exp"),
  gelu: (graph, x) => {
    const erf = graph.add("Erf", [graph.add("Mul", [x, graph.scalar(Math.SQRT1_2)])]);
    const half = graph.add("Mul", [x, graph.scalar(0.5)]);
    return graph.add("Mul", [half, graph.add("Add", [erf, graph.scalar(1)])]);
  },
  hard_sigmoid: hardSigmoid,
  hard_silu: (graph, x) => graph.add("Mul", [x, hardSigmoid(graph, x)]),
  leaky_relu: direct("LeakyRelu", { alpha: { float: 0.2 } }),
  linear: (_, x) => x,
  log_softmax: direct("LogSoftmax", { axis: -1 }),
  mish: (graph, x) => graph.add("Mul", [x, graph.add("Tanh", [graph.add("Softplus", [x])])]),
  relu: direct("Relu"),
  relu6: (graph, x) => graph.add("Clip", [x, graph.scalar(0), graph.scalar(6)]),
  selu: direct("Selu", {
    alpha: { float: 1.6732632423543772 },
    gamma: { float: 1.0507009873554805 },
  }),
  sigmoid: direct("Sigmoid"),
  silu: (graph, x) => graph.add("Mul", [x, graph.add("Sigmoid", [x])]),
  softmax: direct("Softmax", { axis: -1 }),
  softplus: direct("Softplus"),
  softsign: direct("Softsign"),
  tanh: direct("Tanh"),
};
