/** The rewriting of pooled convolutions, by its print. The graphs are written by hand: nothing runs. */
import { describe, expect, it } from "vitest";
import { attribute, type Attributes, DataType, type GraphNode } from "./graph";
import { withPooledConvolutions } from "./pooled-convolutions";
import { printGraph } from "./print-graph";

const float = { T: attribute.type(DataType.float) };
const same = { SrcT: attribute.type(DataType.float), DstT: attribute.type(DataType.float) };
const convolution = {
  ...float,
  strides: attribute.ints([1, 1, 1, 1]),
  dilations: attribute.ints([1, 1, 1, 1]),
  padding: attribute.string("SAME"),
  data_format: attribute.string("NHWC"),
};
const pooling = {
  ...float,
  ksize: attribute.ints([1, 2, 2, 1]),
  strides: attribute.ints([1, 2, 2, 1]),
  padding: attribute.string("VALID"),
  data_format: attribute.string("NHWC"),
};

const node = (
  name: string,
  op: string,
  inputs: string,
  attributes: Attributes = float,
): GraphNode => ({
  ...{ name, op, attributes },
  inputs: inputs.split(" "),
});

/** One block, its gradients, and who reads them; `again` is how oneDNN's gradient of pooling finds the winners. */
const block: readonly GraphNode[] = [
  node("conv", "Conv2D", "x w", convolution),
  node("biased", "BiasAdd", "conv b"),
  node("relu", "Relu", "biased"),
  node("cast", "Cast", "relu", same),
  node("pool", "MaxPool", "cast", pooling),
  node("loss", "Sum", "pool axes"),
  node("again", "_MklNativeMaxPool", "cast", pooling),
  node("dRelu", "_MklNativeMaxPoolGrad", "cast pool dPool again:1", pooling),
  node("dBiased", "ReluGrad", "dRelu biased"),
  node("reshaped", "Reshape", "dBiased shape"),
  node("db", "BiasAddGrad", "dBiased"),
  node("dx", "Conv2DBackpropInput", "sizes w reshaped", convolution),
  node("dw", "Conv2DBackpropFilter", "x filterSizes reshaped", convolution),
  node("update", "Sub", "b db ^dw"),
  node("done", "NoOp", "^db ^update"),
];

/** The block with some nodes in another form. */
const changed = (change: Readonly<Record<string, Partial<GraphNode>>>): readonly GraphNode[] =>
  block.map((each) => ({ ...each, ...change[each.name] }));

describe("withPooledConvolutions", () => {
  it("takes both gradients and the bias's from the winners, and leaves out what lay between", () => {
    expect(printGraph(withPooledConvolutions(block))).toBe(
      `conv = Conv2D(x, w) {T: float, strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], padding: "SAME", data_format: "NHWC"}
biased = BiasAdd(conv, b) {T: float}
pool = FlowersReluMaxPool(biased)
loss = Sum(pool, axes) {T: float}
dx = FlowersPooledInputGradient(sizes, w, pool:1, dPool) {padding: "SAME"}
dw = FlowersPooledFilterGradient(x, filterSizes, pool:1, dPool) {padding: "SAME"}
update = Sub(b, dw:1, ^dw) {T: float}
done = NoOp(^dw, ^update) {T: float}
`,
    );
  });

  it("does so for TensorFlow's own gradient of pooling, without an input gradient, and without a bias that learns", () => {
    const nodes = changed({
      dRelu: { op: "MaxPoolGrad", inputs: ["cast", "pool", "dPool"] },
      update: { inputs: ["b", "dw"] },
      done: { inputs: ["^update"] },
    }).filter(({ name }) => !["again", "db", "dx"].includes(name));
    expect(printGraph(withPooledConvolutions(nodes))).toBe(
      `conv = Conv2D(x, w) {T: float, strides: [1, 1, 1, 1], dilations: [1, 1, 1, 1], padding: "SAME", data_format: "NHWC"}
biased = BiasAdd(conv, b) {T: float}
pool = FlowersReluMaxPool(biased)
loss = Sum(pool, axes) {T: float}
dw = FlowersPooledFilterGradient(x, filterSizes, pool:1, dPool) {padding: "SAME"}
update = Sub(b, dw) {T: float}
done = NoOp(^update) {T: float}
`,
    );
  });

  const strided = { ...convolution, strides: attribute.ints([1, 2, 2, 1]) };
  const others: Readonly<Record<string, readonly GraphNode[]>> = {
    "another reader of relu": [...block, node("activity", "Sum", "relu axes")],
    "another reader of the biased image": [...block, node("activity", "Sum", "biased axes")],
    "another reader of the convolution": [...block, node("activity", "Sum", "conv axes")],
    "another reader of relu's gradient": [...block, node("more", "Sum", "dBiased axes")],
    "another reader of pooling's gradient": [...block, node("more", "Sum", "dRelu axes")],
    "something that waits for relu": [...block, node("more", "NoOp", "^relu")],
    "pooling over three pixels": changed({
      pool: { attributes: { ...pooling, ksize: attribute.ints([1, 3, 3, 1]) } },
    }),
    "pooling with padding": changed({
      pool: { attributes: { ...pooling, padding: attribute.string("SAME") } },
    }),
    "a strided convolution": changed({ conv: { attributes: strided } }),
    "a dilated convolution": changed({
      conv: { attributes: { ...convolution, dilations: attribute.ints([1, 2, 2, 1]) } },
    }),
    "explicit padding": changed({
      conv: { attributes: { ...convolution, padding: attribute.string("EXPLICIT") } },
    }),
    "another activation": changed({ relu: { op: "Elu" } }),
    "no bias": changed({ relu: { inputs: ["conv"] } }),
    "another shape between relu and pooling": changed({
      cast: { op: "Reshape", inputs: ["relu", "shape"] },
    }),
    "the gradient of another filter": changed({ dx: { inputs: ["sizes", "w2", "reshaped"] } }),
    "the gradient of another image": changed({ dw: { inputs: ["x2", "filterSizes", "reshaped"] } }),
    "filters that do not learn": block.filter(({ name }) => name !== "dw"),
    "a block without gradients": block.slice(0, 6),
    "numbers of another type": changed({
      conv: { attributes: { ...convolution, T: attribute.type(DataType.int32) } },
    }),
  };
  it.each(Object.entries(others))("leaves alone: %s", (_, nodes) => {
    expect(withPooledConvolutions(nodes)).toEqual(nodes);
  });
});
