/** The messages of an ONNX file (onnx/onnx.proto), written over the wire format of `@bufbuild/protobuf`. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A tensor of the file. */
export interface OnnxTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** What an attribute may be: a whole number, a float (as `{ float }`), text, or whole numbers. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output: null stands for a length that is known when the model runs. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

export interface OnnxModel {
  readonly opset: number;
  readonly name: string;
  readonly producer: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

const types = { float: 1, int: 2, string: 3, ints: 7 } as const;
const float32 = 1;
const int64 = 7;
/** The file format that goes with the operators of opset 17. */
const irVersion = 8;

type Fill = (writer: BinaryWriter) => void;

const bytes = (fill: Fill): Uint8Array => {
  const writer = new BinaryWriter();
  fill(writer);
  return writer.finish();
};
const message = (writer: BinaryWriter, field: number, fill: Fill): void => {
  writer.tag(field, WireType.LengthDelimited).bytes(bytes(fill));
};
const text = (writer: BinaryWriter, field: number, value: string): void => {
  writer.tag(field, WireType.LengthDelimited).string(value);
};
const whole = (writer: BinaryWriter, field: number, value: number): void => {
  writer.tag(field, WireType.Varint).int64(value);
};

function attribute(writer: BinaryWriter, name: string, value: OnnxAttribute): void {
  text(writer, 1, name);
  if (typeof value === "number") {
    whole(writer, 3, value);
    whole(writer, 20, types.int);
  } else if (typeof value === "string") {
    writer.tag(4, WireType.LengthDelimited).bytes(new TextEncoder().encode(value));
    whole(writer, 20, types.string);
  } else if ("float" in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    whole(writer, 20, types.float);
  } else {
    for (const each of value) whole(writer, 8, each);
    whole(writer, 20, types.ints);
  }
}

function node(
  writer: BinaryWriter,
  { type, inputs, outputs, attributes }: OnnxNode,
  index: number,
): void {
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  text(writer, 3, `${type}_${index}`);
  text(writer, 4, type);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, (inner) => attribute(inner, name, value));
  }
}

function tensor(writer: BinaryWriter, name: string, { shape, data }: OnnxTensor): void {
  for (const length of shape) whole(writer, 1, length);
  whole(writer, 2, data instanceof Float32Array ? float32 : int64);
  text(writer, 8, name);
  writer
    .tag(9, WireType.LengthDelimited)
    .bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function value(writer: BinaryWriter, { name, shape }: OnnxValue): void {
  text(writer, 1, name);
  message(writer, 2, (type) => {
    message(type, 1, (tensorType) => {
      whole(tensorType, 1, float32);
      message(tensorType, 2, (dimensions) => {
        shape.forEach((length, axis) => {
          message(dimensions, 1, (dimension) => {
            if (length === null) text(dimension, 2, axis === 0 ? "batch" : `${name}_${axis}`);
            else whole(dimension, 1, length);
          });
        });
      });
    });
  });
}

/** The bytes of the file. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  return bytes((file) => {
    whole(file, 1, irVersion);
    text(file, 2, model.producer);
    message(file, 7, (graph) => {
      model.nodes.forEach((each, i) => {
        message(graph, 1, (writer) => node(writer, each, i));
      });
      text(graph, 2, model.name);
      for (const [name, each] of model.tensors)
        message(graph, 5, (writer) => tensor(writer, name, each));
      for (const each of model.inputs) message(graph, 11, (writer) => value(writer, each));
      for (const each of model.outputs) message(graph, 12, (writer) => value(writer, each));
    });
    message(file, 8, (operators) => {
      text(operators, 1, "");
      whole(operators, 2, model.opset);
    });
    for (const [key, each] of Object.entries(model.metadata)) {
      message(file, 14, (entry) => {
        text(entry, 1, key);
        text(entry, 2, each);
      });
    }
  });
}
