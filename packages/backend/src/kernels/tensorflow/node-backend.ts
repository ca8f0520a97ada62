/** The part of tfjs-node's backend that the kernels here use, and the attributes of its ops. */
import type * as tf from "@tensorflow/tfjs";

/** One attribute of an op, as the binding takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean | readonly number[];
}

/** tfjs-node's `NodeJSKernelBackend`, as far as it is used here. */
export interface NodeBackend {
  readonly binding: Readonly<
    Record<
      "TF_ATTR_TYPE" | "TF_ATTR_STRING" | "TF_ATTR_INT" | "TF_ATTR_BOOL" | "TF_FLOAT" | "TF_INT32",
      number
    >
  >;
  /** The ops of native/ops, where they are compiled. */
  readonly graphOps?: ReadonlySet<string>;
  /** Runs one op of TensorFlow eagerly. The caller owns the result. */
  executeSingleOutput(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.TensorInfo[],
  ): tf.TensorInfo;
  /** The same for an op of several outputs. */
  executeMultipleOutputs(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.TensorInfo[],
    outputCount: number,
  ): tf.TensorInfo[];
}

/** The input called `name`; tfjs always passes it. */
export function requiredInput(
  inputs: Readonly<Record<string, tf.TensorInfo | undefined>>,
  name: string,
): tf.TensorInfo {
  const info = inputs[name];
  if (info === undefined) throw new Error(`tensorflow kernel: input "${name}" is missing.`);
  return info;
}

/** An attribute that names a data type; float32 unless the tensor is int32. */
export function typeAttribute(backend: NodeBackend, name: string, dtype: tf.DataType): OpAttribute {
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  return { name, type: TF_ATTR_TYPE, value: dtype === "int32" ? TF_INT32 : TF_FLOAT };
}

/** An attribute that is text. */
export function stringAttribute(backend: NodeBackend, name: string, value: string): OpAttribute {
  return { name, type: backend.binding.TF_ATTR_STRING, value };
}

/** An attribute that is a list of whole numbers. */
export function intsAttribute(
  backend: NodeBackend,
  name: string,
  value: readonly number[],
): OpAttribute {
  return { name, type: backend.binding.TF_ATTR_INT, value };
}

/** An attribute that is true or false. */
export function booleanAttribute(backend: NodeBackend, name: string, value: boolean): OpAttribute {
  return { name, type: backend.binding.TF_ATTR_BOOL, value };
}
