/**
 * Builds a TensorFlow GraphDef and wraps it as a SavedModel, field by field.
 * Field numbers: tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto and
 * tensorflow/core/protobuf/{saved_model,meta_graph}.proto.
 */
import { ProtoWriter } from "./protobuf";

/** TensorFlow's DataType numbers. */
export const DataType = { float: 1, int32: 3, bool: 10 } as const;

/** An attribute of a node, as an encoded AttrValue. */
export type Attribute = ProtoWriter;

export const attribute = {
  type: (dtype: number): Attribute => new ProtoWriter().int(6, dtype),
  bool: (value: boolean): Attribute => new ProtoWriter().int(5, value),
  int: (value: number): Attribute => new ProtoWriter().int(3, value),
  float: (value: number): Attribute => new ProtoWriter().float(4, value),
  string: (value: string): Attribute => new ProtoWriter().string(2, value),
  shape: (shape: readonly number[]): Attribute => new ProtoWriter().message(7, shapeProto(shape)),
  ints: (values: readonly number[]): Attribute => {
    const list = new ProtoWriter();
    for (const value of values) list.int(3, value);
    return new ProtoWriter().message(1, list);
  },
  tensor: (dtype: number, shape: readonly number[], bytes: Uint8Array): Attribute =>
    new ProtoWriter().message(
      8,
      new ProtoWriter().int(1, dtype).message(2, shapeProto(shape)).bytes(4, bytes),
    ),
};

function shapeProto(shape: readonly number[]): ProtoWriter {
  const proto = new ProtoWriter();
  for (const size of shape) proto.message(2, new ProtoWriter().int(1, size));
  return proto;
}

/** The version of the graph's op set: TensorFlow 2.x reads anything from 0 to its own, newer than 1087. */
const producerVersion = 1087;

export class GraphBuilder {
  readonly #nodes: ProtoWriter[] = [];
  #constants = 0;

  /** Adds a node; `inputs` are `node`, `node:output` or `^control`. Returns its name. */
  node(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): string {
    const proto = new ProtoWriter().string(1, name).string(2, op);
    for (const input of inputs) proto.string(3, input);
    for (const [key, value] of Object.entries(attributes)) {
      proto.message(5, new ProtoWriter().string(1, key).message(2, value));
    }
    this.#nodes.push(proto);
    return name;
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): string {
    return this.node(name, "Placeholder", [], {
      dtype: attribute.type(dtype),
      shape: attribute.shape(shape),
    });
  }

  constant(dtype: number, shape: readonly number[], values: ArrayBufferView): string {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.node(`const_${this.#constants++}`, "Const", [], {
      dtype: attribute.type(dtype),
      value: attribute.tensor(dtype, shape, bytes),
    });
  }

  scalar(value: number): string {
    return this.constant(DataType.float, [], new Float32Array([value]));
  }

  /** The bytes of a `saved_model.pb` that holds this graph under the tag `serve`. */
  toSavedModel(): Uint8Array {
    const graph = new ProtoWriter();
    for (const node of this.#nodes) graph.message(1, node);
    graph.message(4, new ProtoWriter().int(1, producerVersion));
    const metaGraph = new ProtoWriter()
      .message(1, new ProtoWriter().string(4, "serve"))
      .message(2, graph);
    return new ProtoWriter().int(1, 1).message(2, metaGraph).finish();
  }
}
