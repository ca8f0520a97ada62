/** Keras's activations of ONNX's operators. */
import { oldHardSigmoidName } from "../config/activations";
import type { GraphBuilder } from "./graph-builder";

type Formula = (graph: GraphBuilder, x: string) => string;

const direct =
  (type: string, attributes: Parameters<GraphBuilder["add"]>[2] = {}): Formula =>
  (graph, x) =>
    graph.add(type, [x], attributes);

/** 1 where values are above a limit, 0 elsewhere. */
export function above(graph: GraphBuilder, x: string, limit: number): string {
  const float32 = 1;
  return graph.add("Cast", [graph.add("Greater", [x, graph.scalar(limit)])], { to: float32 });
}

const hardSigmoid = direct("HardSigmoid", { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
const hardTanh: Formula = (graph, x) => graph.add("Clip", [x, graph.scalar(-1), graph.scalar(1)]);
const half: Formula = (graph, x) => graph.add("Mul", [x, graph.scalar(0.5)]);

/** By Keras's name. */
export const onnxActivations: Readonly<Record<string, Formula>> = {
  celu: direct("Celu"),
  elu: direct("Elu"),
  exponential: direct("Exp"),
  gelu: (graph, x) => {
    const erf = graph.add("Erf", [graph.add("Mul", [x, graph.scalar(Math.SQRT1_2)])]);
    return graph.add("Mul", [half(graph, x), graph.add("Add", [erf, graph.scalar(1)])]);
  },
  hard_shrink: direct("Shrink", { lambd: { float: 0.5 }, bias: { float: 0 } }),
  hard_sigmoid: hardSigmoid,
  [oldHardSigmoidName]: direct("HardSigmoid", { alpha: { float: 0.2 }, beta: { float: 0.5 } }),
  hard_silu: (graph, x) => graph.add("Mul", [x, hardSigmoid(graph, x)]),
  hard_tanh: hardTanh,
  leaky_relu: direct("LeakyRelu", { alpha: { float: 0.2 } }),
  linear: (_, x) => x,
  log_sigmoid: (graph, x) => graph.add("Neg", [graph.add("Softplus", [graph.add("Neg", [x])])]),
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
  soft_shrink: direct("Shrink", { lambd: { float: 0.5 }, bias: { float: 0.5 } }),
  softmax: direct("Softmax", { axis: -1 }),
  softplus: direct("Softplus"),
  softsign: direct("Softsign"),
  sparse_plus: (graph, x) => {
    const beyond = graph.add("Mul", [graph.add("Sub", [x, graph.scalar(1)]), above(graph, x, 1)]);
    const root = graph.add("Add", [half(graph, hardTanh(graph, x)), graph.scalar(0.5)]);
    return graph.add("Add", [graph.add("Mul", [root, root]), beyond]);
  },
  sparse_sigmoid: (graph, x) =>
    graph.add("Add", [half(graph, hardTanh(graph, x)), graph.scalar(0.5)]),
  squareplus: (graph, x) => {
    const root = graph.add("Sqrt", [graph.add("Add", [graph.add("Mul", [x, x]), graph.scalar(4)])]);
    return half(graph, graph.add("Add", [x, root]));
  },
  tanh: direct("Tanh"),
  tanh_shrink: (graph, x) => graph.add("Sub", [x, graph.add("Tanh", [x])]),
};
