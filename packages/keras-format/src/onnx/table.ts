/** Keras's layers and operations of ONNX's operators. Images keep Keras's order, `[batch, height, width, channels]`. */
import type { OnnxRow } from "./row";
import { convolutionRows } from "./rows/convolution";
import { coreRows } from "./rows/core";
import { mergingRows } from "./rows/merging";
import { normalizationRows } from "./rows/normalization";
import { spatialRows } from "./rows/spatial";

/** By Keras's class name. Layers that act in training alone leave no operator. */
export const onnxRows: Readonly<Record<string, OnnxRow>> = {
  ...convolutionRows,
  ...coreRows,
  ...mergingRows,
  ...normalizationRows,
  ...spatialRows,
};

/** Keras's operations that are one of ONNX's, of one or two inputs. */
export const onnxOperations: Readonly<Record<string, string>> = {
  Absolute: "Abs",
  Add: "Add",
  Divide: "Div",
  Exp: "Exp",
  Log: "Log",
  Matmul: "MatMul",
  Maximum: "Max",
  Minimum: "Min",
  Multiply: "Mul",
  Negative: "Neg",
  Power: "Pow",
  Relu: "Relu",
  Sigmoid: "Sigmoid",
  Sqrt: "Sqrt",
  Subtract: "Sub",
  Tanh: "Tanh",
  TrueDivide: "Div",
};
