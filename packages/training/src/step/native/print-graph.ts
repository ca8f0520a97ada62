/** A graph as text, for people and tests: one line per node, as in `dense = MatMul(x, kernel) {transpose_a: false}`. */
import { type Attribute, DataType, type GraphNode, type GraphTensor } from "./graph";

const typeNames = new Map<number, string>(
  Object.entries(DataType).map(([name, number]) => [number, name]),
);

/** Constants with more values than this are told by their shape. */
const mostValues = 8;

export function printGraph(nodes: readonly GraphNode[]): string {
  return nodes.map((node) => `${line(node)}\n`).join("");
}

function line({ name, op, inputs, attributes }: GraphNode): string {
  const stated = Object.entries(attributes)
    .filter(([key]) => !(op === "Const" && key === "dtype"))
    .map(([key, value]) => `${key}: ${attributeText(value)}`);
  return `${name} = ${op}(${inputs.join(", ")})${stated.length > 0 ? ` {${stated.join(", ")}}` : ""}`;
}

function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case "type":
      return typeNames.get(attribute.value) ?? `type ${attribute.value}`;
    case "shape":
    case "ints":
      return `[${attribute.value.join(", ")}]`;
    case "string":
      return JSON.stringify(attribute.value);
    case "tensor":
      return tensorText(attribute.value);
    case "bool":
    case "int":
    case "float":
    case "unknown":
      return String(attribute.value);
  }
}

function tensorText({ dtype, shape, values }: GraphTensor): string {
  const { buffer, byteOffset, byteLength } = values;
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  const list = [
    ...(dtype === DataType.float
      ? new Float32Array(bytes)
      : dtype === DataType.int32
        ? new Int32Array(bytes)
        : new Uint8Array(bytes)),
  ];
  const shown = list.length > mostValues ? `${list.length} values` : list.join(", ");
  return `${typeNames.get(dtype) ?? dtype}[${shape.join(", ")}] ${shown}`;
}
