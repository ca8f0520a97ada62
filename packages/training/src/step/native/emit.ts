/**
 * Writes a recording into a graph: every recorded op becomes a node, except where TensorFlow has one op for what
 * TensorFlow.js says in several. The sums are the same; only their order inside an op may differ.
 */
import { attribute, DataType, type GraphBuilder } from "./graph";
import { NotCompilable } from "./not-compilable";
import type { RecordedOp, Recording } from "./recording";
import type { Collectives } from "./step-reduction";

export interface EmitOptions {
  readonly graph: GraphBuilder;
  readonly recording: Recording;
  /** Prefix of the names of the nodes. */
  readonly scope: string;
  /** Where declared inputs and variables are found in the graph, by tensor id. Extended with what is emitted. */
  readonly places: Map<number, string>;
  /** Shapes of the declared inputs and variables, by tensor id. */
  readonly shapes: ReadonlyMap<number, readonly number[]>;
  /** Which tensors are sums over the workers of a cluster. */
  readonly collectives?: Collectives | undefined;
}

/**
 * Emits all ops. Afterwards `places` holds every tensor of the recording.
 *
 * @throws NotCompilable when an op reads a tensor that was made before the recording and is not a declared input
 */
export function emit({ graph, recording, scope, places, shapes, collectives }: EmitOptions): void {
  const hostTensors = new Map(recording.hostTensors.map((tensor) => [tensor.id, tensor]));
  const intsOf = (id: number | undefined): readonly number[] | undefined => {
    const host = id === undefined ? undefined : hostTensors.get(id);
    if (host?.dtype !== DataType.int32) return undefined;
    const { buffer, byteOffset, byteLength } = host.values;
    return Array.from(new Int32Array(buffer, byteOffset, byteLength / 4));
  };
  const shapeOf = (id: number | undefined): readonly number[] =>
    (id === undefined ? undefined : (recording.shapes.get(id) ?? shapes.get(id))) ?? [];
  const place = (id: number): string => {
    const known = places.get(id);
    if (known !== undefined) return known;
    const host = hostTensors.get(id);
    if (!host) throw new NotCompilable(`a tensor from outside the step is used by it (id ${id})`);
    const { dtype, shape, values } = host;
    const name = host.repeats
      ? graph.fill(dtype, shape, values)
      : graph.constant(dtype, shape, values);
    places.set(id, name);
    return name;
  };
  recording.ops.forEach((op, index) => {
    const name = `${scope}/${index}_${op.name}`;
    const key = collectives?.keys.get(op.outputs[0] ?? -1);
    if (collectives && key !== undefined) {
      const input = place(op.inputs[0] ?? -1);
      places.set(
        op.outputs[0] ?? -1,
        addSumOverWorkers(graph, name, input, { ...collectives, key }),
      );
      return;
    }
    const inputs = op.inputs.map(place);
    const output = rewritten({ op, name, inputs, graph, shapeOf, intsOf });
    if (output !== undefined) {
      places.set(op.outputs[0] ?? -1, output);
      return;
    }
    graph.node(name, op.name, inputs, op.attributes);
    op.outputs.forEach((id, k) => places.set(id, k === 0 ? name : `${name}:${k}`));
  });
}

/**
 * Adds the sum of a float32 tensor over all workers.
 * Attributes: tensorflow/core/ops/collective_ops.cc.
 */
export function addSumOverWorkers(
  graph: GraphBuilder,
  name: string,
  input: string,
  { key, workers, timeout, type = DataType.float }: SumOptions,
): string {
  const scalar = (value: number): string =>
    graph.constant(DataType.int32, [], Int32Array.of(value));
  const group = 1; // all workers
  return graph.node(
    name,
    "CollectiveReduceV2",
    [input, scalar(workers), scalar(group), scalar(key)],
    {
      T: attribute.type(type),
      merge_op: attribute.string("Add"),
      final_op: attribute.string("Id"),
      communication_hint: attribute.string("ring"),
      timeout_seconds: attribute.float(timeout),
      is_stateless: attribute.bool(false),
      Nordering_token: attribute.int(0),
      max_subdivs_per_device: attribute.int(-1),
    },
  );
}

/** How a sum over workers is made. */
export interface SumOptions extends Pick<Collectives, "workers" | "timeout"> {
  /** The same on all workers, and of this sum alone. */
  readonly key: number;
  /** Default float32. */
  readonly type?: number;
}

interface RewriteContext {
  readonly op: RecordedOp;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly graph: GraphBuilder;
  readonly shapeOf: (id: number | undefined) => readonly number[];
  /** The values of an int32 tensor that the host wrote, undefined for any other tensor. */
  readonly intsOf: (id: number | undefined) => readonly number[] | undefined;
}

const float = { T: attribute.type(DataType.float) };
const channelsLast = { ...float, data_format: attribute.string("NHWC") };

/** The one-op form of a recorded op, or undefined when it has none. Returns the name of its output. */
function rewritten({
  op,
  name,
  inputs,
  graph,
  shapeOf,
  intsOf,
}: RewriteContext): string | undefined {
  const [first = "", second = ""] = inputs;
  if (op.attributes["T"]?.value !== DataType.float) return undefined;
  const [a, b] = [shapeOf(op.inputs[0]), shapeOf(op.inputs[1])];
  const result = shapeOf(op.outputs[0]);
  // images [batch, height, width, channels] + bias [channels]: TensorFlow fuses BiasAdd with the convolution before it.
  if (op.name === "Add" && a.length === 4 && b.length === 1 && a[3] === b[0]) {
    return graph.node(name, "BiasAdd", [first, second], channelsLast);
  }
  // The gradient of a bias: the sum over batch, height and width.
  if (
    op.name === "Sum" &&
    a.length === 4 &&
    result.length === 1 &&
    intsOf(op.inputs[1])?.join() === "0,1,2"
  ) {
    return graph.node(name, "BiasAddGrad", [first], channelsLast);
  }
  // A batch of one matrix product is a matrix product.
  if (op.name === "BatchMatMulV2" && a.length === 3 && b.length === 3 && a[0] === 1 && b[0] === 1) {
    const flag = (key: string): boolean => op.attributes[key]?.value === true;
    const reshape = (suffix: string, input: string, shape: readonly number[]): string =>
      graph.node(name + suffix, "Reshape", [input, graph.ints(...shape)], {
        ...float,
        Tshape: attribute.type(DataType.int32),
      });
    const product = graph.node(
      `${name}/product`,
      "MatMul",
      [reshape("/a", first, a.slice(1)), reshape("/b", second, b.slice(1))],
      {
        ...float,
        transpose_a: attribute.bool(flag("adj_x")),
        transpose_b: attribute.bool(flag("adj_y")),
      },
    );
    return reshape("", product, result);
  }
  return undefined;
}
