/**
 * Encodes a graph as a TensorFlow SavedModel, field by field.
 * Field numbers: tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto and
 * tensorflow/core/protobuf/{saved_model,meta_graph}.proto.
 */
import type { Attribute, GraphNode } from "./graph";
import { NotCompilable } from "./not-compilable";
import { ProtoWriter } from "../../protobuf";

/** The version of the graph's op set: TensorFlow 2.x reads anything from 0 to its own, newer than 1087. */
const producerVersion = 1087;

/** The bytes of a `saved_model.pb` that holds a graph under the tag `serve`. */
export function savedModel(nodes: readonly GraphNode[]): Uint8Array {
  const graph = new ProtoWriter();
  for (const node of nodes) graph.message(1, nodeProto(node));
  graph.message(4, new ProtoWriter().int(1, producerVersion));
  const metaGraph = new ProtoWriter()
    .message(1, new ProtoWriter().string(4, "serve"))
    .message(2, graph);
  return new ProtoWriter().int(1, 1).message(2, metaGraph).finish();
}

function nodeProto({ name, op, inputs, attributes }: GraphNode): ProtoWriter {
  const proto = new ProtoWriter().string(1, name).string(2, op);
  for (const input of inputs) proto.string(3, input);
  for (const [key, value] of Object.entries(attributes)) {
    proto.message(5, new ProtoWriter().string(1, key).message(2, attributeProto(value)));
  }
  return proto;
}

function attributeProto(attribute: Attribute): ProtoWriter {
  const proto = new ProtoWriter();
  switch (attribute.kind) {
    case "type":
      return proto.int(6, attribute.value);
    case "bool":
      return proto.int(5, attribute.value);
    case "int":
      return proto.int(3, attribute.value);
    case "float":
      return proto.float(4, attribute.value);
    case "string":
      return proto.string(2, attribute.value);
    case "shape":
      return proto.message(7, shapeProto(attribute.value));
    case "ints": {
      const list = new ProtoWriter();
      for (const value of attribute.value) list.int(3, value);
      return proto.message(1, list);
    }
    case "tensor": {
      const { dtype, shape, values } = attribute.value;
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const tensor = new ProtoWriter().int(1, dtype).message(2, shapeProto(shape));
      return proto.message(8, tensor.bytes(4, bytes));
    }
    case "unknown":
      throw new NotCompilable(
        `an operation has an attribute that a graph cannot state (${attribute.value})`,
      );
  }
}

function shapeProto(shape: readonly number[]): ProtoWriter {
  const proto = new ProtoWriter();
  for (const size of shape) proto.message(2, new ProtoWriter().int(1, size));
  return proto;
}
