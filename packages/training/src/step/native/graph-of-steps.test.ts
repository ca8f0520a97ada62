/** From a recording to a graph, by its print. The recordings are written by hand: nothing runs. */
import { describe, expect, it } from "vitest";
import { attribute, DataType } from "./graph";
import { graphOfSteps } from "./graph-of-steps";
import { NotCompilable } from "./not-compilable";
import { printGraph } from "./print-graph";
import type { RecordedStep } from "./recorded-step";

const float = { T: attribute.type(DataType.float) };

/** `loss = w * x; w = loss`: variable 0 is tensor 1, x is tensor 2, the product tensor 3. */
const step: RecordedStep = {
  recording: {
    ops: [{ name: "Mul", attributes: float, inputs: [1, 2], outputs: [3] }],
    hostTensors: [],
    shapes: new Map([[3, [2]]]),
    readByHost: false,
  },
  inputs: [{ name: "x", id: 2, shape: [2], dtype: DataType.float }],
  outputs: [{ name: "loss", id: 3, dtype: DataType.float }],
  assigned: [{ index: 0, id: 3 }],
  fused: [],
  before: [1],
  gate: null,
};

const variable = `var_0 = VarHandleOp() {dtype: float, shape: [2], shared_name: "var_0", container: ""}
var_0/feed = Placeholder() {dtype: float, shape: [2]}
var_0/assign = AssignVariableOp(var_0, var_0/feed) {dtype: float}
var_0/fed = Const(^var_0/assign) {value: float[] 0}
var_0/value = ReadVariableOp(var_0) {dtype: float}
`;

const print = (steps: Record<string, RecordedStep>): string =>
  printGraph(graphOfSteps([[2]], new Map(Object.entries(steps))));

describe("graphOfSteps", () => {
  it("reads variables before the step, and updates them after all that it reads", () => {
    expect(print({ train: step }))
      .toBe(`${variable}train/read_0 = ReadVariableOp(var_0) {dtype: float}
train/in/x = Placeholder() {dtype: float, shape: [2]}
train/0_Mul = Mul(train/read_0, train/in/x) {T: float}
train/assign_0 = AssignVariableOp(var_0, train/0_Mul, ^train/0_Mul) {dtype: float}
train/out/loss = Identity(train/0_Mul, ^train/assign_0) {T: float}
`);
  });

  it("lets updates through a gate that the loss opens", () => {
    expect(print({ train: { ...step, gate: "loss" } }))
      .toBe(`${variable}train/read_0 = ReadVariableOp(var_0) {dtype: float}
train/in/x = Placeholder() {dtype: float, shape: [2]}
train/0_Mul = Mul(train/read_0, train/in/x) {T: float}
const_0 = Const() {value: int32[1] -1}
train/gate_flat = Reshape(train/0_Mul, const_0) {T: float, Tshape: int32}
const_1 = Const() {value: int32[1] 0}
const_2 = Const() {value: int32[1] 1}
train/gate_first = Slice(train/gate_flat, const_1, const_2) {T: float, Index: int32}
train/gate_finite = IsFinite(train/gate_first) {T: float}
const_3 = Const() {value: int32[0] }
train/gate = Reshape(train/gate_finite, const_3) {T: bool, Tshape: int32}
train/gated_value_0 = Switch(train/0_Mul, train/gate) {T: float}
train/assign_0 = AssignVariableOp(var_0, train/gated_value_0:1, ^train/0_Mul) {dtype: float}
const_4 = Const() {value: float[] 0}
train/token = Switch(const_4, train/gate) {T: float}
train/token_open = Identity(train/token:1, ^train/assign_0) {T: float}
train/token_shut = Identity(train/token) {T: float}
train/token_done = Merge(train/token_open, train/token_shut) {T: float, N: 2}
train/out/loss = Identity(train/0_Mul, ^train/token_done) {T: float}
`);
  });

  it("puts a fused update in place of the step's own", () => {
    const fused = [
      { op: "ResourceApplyAdam", variables: [0, 0, 0], scalars: ["x", 0.5], gradient: 3 },
    ];
    expect(print({ train: { ...step, assigned: [], fused } })).toContain(
      `const_0 = Const() {value: float[] 0.5}
train/update_0 = ResourceApplyAdam(var_0, var_0, var_0, train/in/x, const_0, train/0_Mul, ^train/0_Mul) {T: float}
`,
    );
  });

  it("holds several steps over the same variables, each under its own name", () => {
    const text = print({ a: step, b: step });
    expect(text.match(/^var_0 = /gm)).toHaveLength(1);
    expect(text.match(/^[ab]\/0_Mul = /gm)).toEqual(["a/0_Mul = ", "b/0_Mul = "]);
  });

  it("writes what TensorFlow says in one op as one op", () => {
    const images = { name: "x", id: 2, shape: [4, 5, 5, 3], dtype: DataType.float };
    const recording = {
      ...step.recording,
      ops: [{ name: "Add", attributes: float, inputs: [2, 1], outputs: [3] }],
      shapes: new Map([[3, images.shape]]),
    };
    const text = printGraph(
      graphOfSteps([[3]], new Map([["s", { ...step, recording, inputs: [images] }]])),
    );
    expect(text).toContain('s/0_Add = BiasAdd(s/in/x, s/read_0) {T: float, data_format: "NHWC"}\n');
  });

  it("fills a tensor with the value that it repeats, where the host wrote one", () => {
    const ones = { id: 9, shape: [40, 50], dtype: DataType.float, repeats: true };
    const recording = {
      ...step.recording,
      ops: [{ name: "Mul", attributes: float, inputs: [1, 9], outputs: [3] }],
      hostTensors: [{ ...ones, values: new Uint8Array(Float32Array.of(1).buffer) }],
    };
    expect(print({ train: { ...step, recording } }))
      .toContain(`const_0 = Const() {value: int32[2] 40, 50}
const_1 = Const() {value: float[] 1}
fill_2 = Fill(const_0, const_1) {T: float, index_type: int32}
train/0_Mul = Mul(train/read_0, fill_2) {T: float}
`);
  });

  it("refuses a step that reads a tensor from outside", () => {
    const { recording } = step;
    const [op] = recording.ops;
    const foreign = { ...recording, ops: op ? [{ ...op, inputs: [1, 99] }] : [] };
    expect(() => print({ train: { ...step, recording: foreign } })).toThrow(NotCompilable);
  });
});
