/** Collects the nodes and tensors of an ONNX graph, each under a name of its own. */
import type { OnnxAttribute, OnnxNode, OnnxTensor } from "./messages";

export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly tensors = new Map<string, OnnxTensor>();
  #next = 0;

  /** The output of a node. */
  add(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    const output = `${type.toLowerCase()}_${this.#next++}`;
    this.nodes.push({ type, inputs, outputs: [output], attributes });
    return output;
  }

  /** Gives a value the name of an output of the model. */
  name(value: string, name: string): void {
    this.nodes.push({ type: "Identity", inputs: [value], outputs: [name], attributes: {} });
  }

  floats(data: Float32Array, shape: readonly number[]): string {
    const name = `weight_${this.#next++}`;
    this.tensors.set(name, { shape, data });
    return name;
  }

  scalar(value: number): string {
    return this.floats(Float32Array.of(value), []);
  }

  wholes(values: readonly number[]): string {
    const name = `shape_${this.#next++}`;
    this.tensors.set(name, { shape: [values.length], data: BigInt64Array.from(values, BigInt) });
    return name;
  }

  /** Runs `work` with channels in ONNX's place, the second; `n` axes lie between batch and channels. */
  channelsSecond(value: string, n: number, work: (value: string) => string): string {
    const between = Array.from({ length: n }, (_, i) => i + 1);
    const turned = this.add("Transpose", [value], { perm: [0, n + 1, ...between] });
    const back = [0, ...between.map((axis) => axis + 1), 1];
    return this.add("Transpose", [work(turned)], { perm: back });
  }
}
