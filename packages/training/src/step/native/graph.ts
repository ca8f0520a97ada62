/** A TensorFlow graph as plain data: nodes with their inputs and attributes, which can be read, printed and encoded. */

/** TensorFlow's DataType numbers. */
export const DataType = { float: 1, int32: 3, bool: 10 } as const;

/** An attribute of a node: the cases of an AttrValue that a step needs. */
export type Attribute =
  | { readonly kind: "type" | "int" | "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "shape" | "ints"; readonly value: readonly number[] }
  | { readonly kind: "tensor"; readonly value: GraphTensor }
  /** One that a graph cannot state. */
  | { readonly kind: "unknown"; readonly value: string };

/** A constant. */
export interface GraphTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: ArrayBufferView;
}

export type Attributes = Readonly<Record<string, Attribute>>;

export const attribute = {
  type: (value: number): Attribute => ({ kind: "type", value }),
  bool: (value: boolean): Attribute => ({ kind: "bool", value }),
  int: (value: number): Attribute => ({ kind: "int", value }),
  float: (value: number): Attribute => ({ kind: "float", value }),
  string: (value: string): Attribute => ({ kind: "string", value }),
  shape: (value: readonly number[]): Attribute => ({ kind: "shape", value }),
  ints: (value: readonly number[]): Attribute => ({ kind: "ints", value }),
  tensor: (dtype: number, shape: readonly number[], values: ArrayBufferView): Attribute => ({
    kind: "tensor",
    value: { dtype, shape, values },
  }),
};

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `node`, `node:output` or `^control`. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** Collects the nodes of a graph. Every method returns the name of the node that it adds. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  #constants = 0;

  node(name: string, op: string, inputs: readonly string[], attributes: Attributes): string {
    this.nodes.push({ name, op, inputs, attributes });
    return name;
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): string {
    return this.node(name, "Placeholder", [], {
      dtype: attribute.type(dtype),
      shape: attribute.shape(shape),
    });
  }

  constant(dtype: number, shape: readonly number[], values: ArrayBufferView): string {
    return this.node(`const_${this.#constants++}`, "Const", [], {
      dtype: attribute.type(dtype),
      value: attribute.tensor(dtype, shape, values),
    });
  }

  /** A tensor that holds one value everywhere; it takes no room in the graph. */
  fill(dtype: number, shape: readonly number[], value: ArrayBufferView): string {
    const inputs = [this.ints(...shape), this.constant(dtype, [], value)];
    return this.node(`fill_${this.#constants++}`, "Fill", inputs, {
      T: attribute.type(dtype),
      index_type: attribute.type(DataType.int32),
    });
  }

  scalar(value: number): string {
    return this.constant(DataType.float, [], new Float32Array([value]));
  }

  ints(...values: number[]): string {
    return this.constant(DataType.int32, [values.length], Int32Array.from(values));
  }
}
