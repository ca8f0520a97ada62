/**
 * Records what native TensorFlow executes while a function runs: every op with its attributes, inputs and outputs, every
 * tensor that the host wrote meanwhile, and whether the host read one. Tensors are known by the binding's ids, which are
 * never reused. Where only the record counts, large ones are not computed; see {@link StandIns}.
 */
import { type Attribute, attribute, DataType } from "./graph";
import type { NativeBackend, NativeBinding, OpAttribute } from "./native-backend";
import { sizeOf, type Told } from "./result-shapes";
import { StandIns } from "./stand-ins";

export interface RecordedOp {
  readonly name: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface HostTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** A copy of the values; of the first alone where the tensor repeats it. */
  readonly values: Uint8Array;
  /** Whether a large tensor holds one value everywhere, as those of TensorFlow.js's gradients of sums and means do. */
  readonly repeats: boolean;
}

export interface Recording {
  readonly ops: readonly RecordedOp[];
  readonly hostTensors: readonly HostTensor[];
  /** Shape of every tensor that an op gave or the host wrote, by id. */
  readonly shapes: ReadonlyMap<number, readonly number[]>;
  /** Whether the host read a tensor's values: what followed may depend on them. */
  readonly readByHost: boolean;
}

/**
 * Runs `work` on the native backend and records it.
 *
 * @param known for work whose results nobody reads: what is told of tensors that are there already, by id. Large tensors are then not
 *   computed, and what is made of them is good for its shape only. Without it, all of it is computed
 * @returns what `work` gave
 */
export function record<T>(
  backend: NativeBackend,
  work: () => T,
  known?: ReadonlyMap<number, Told>,
): { result: T; recording: Recording } {
  const ops: RecordedOp[] = [];
  const hostTensors: HostTensor[] = [];
  const shapes = new Map<number, readonly number[]>();
  let readByHost = false;
  const original = backend.binding;
  const standIns = known && new StandIns(original, known);
  // The binding's own methods cannot be replaced and insist on their receiver: a listener stands in front of them.
  const methods = original as unknown as Record<string, unknown>;
  const listener = Object.create(null) as Record<string, unknown>;
  for (const key of Object.getOwnPropertyNames(original)) {
    const value = methods[key];
    listener[key] =
      typeof value === "function"
        ? (value as (...args: unknown[]) => unknown).bind(original)
        : value;
  }
  const executeOp: NativeBinding["executeOp"] = (name, attributes, inputIds, count) => {
    const outputs = (standIns ?? original).executeOp(name, attributes, inputIds, count);
    ops.push({
      name,
      attributes: {
        ...unsaid(name, outputs),
        ...Object.fromEntries(attributes.map((a) => [a.name, plain(a, original)])),
      },
      inputs: [...inputIds],
      outputs: outputs.map(({ id }) => id),
    });
    for (const { id, shape } of outputs) shapes.set(id, shape);
    return outputs;
  };
  const createTensor: NativeBinding["createTensor"] = (shape, dtype, values) => {
    const id = original.createTensor(shape, dtype, values);
    hostTensors.push({ id, shape: [...shape], dtype, ...keptOf(values, sizeOf(shape)) });
    shapes.set(id, shape);
    standIns?.wrote(id, shape, dtype, values);
    return id;
  };
  const tensorDataSync: NativeBinding["tensorDataSync"] = (id) => {
    readByHost = true;
    return standIns ? standIns.read(id) : original.tensorDataSync(id);
  };
  const listened = { executeOp, createTensor, tensorDataSync };
  const recorder = Object.assign(listener, listened) as unknown as NativeBinding;
  originals.set(recorder, original);
  backend.binding = recorder;
  try {
    const result = work();
    return { result, recording: { ops, hostTensors, shapes, readByHost } };
  } finally {
    backend.binding = original;
  }
}

/** From how many values on a tensor is looked through for one that it repeats. */
const manyValues = 1 << 8;

/** What is kept of the `size` values of a host tensor. */
function keptOf(values: ArrayBufferView, size: number): Pick<HostTensor, "values" | "repeats"> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const width = bytes.length / size;
  const repeats = size >= manyValues && bytes.every((byte, i) => byte === bytes[i % width]);
  return { values: repeats ? bytes.slice(0, width) : bytes.slice(), repeats };
}

/** The bindings in front of which a listener stands. */
const originals = new WeakMap<NativeBinding, NativeBinding>();

/** Runs what is no part of the step: it is not recorded, and all of it is computed. */
export function unrecorded<T>(backend: NativeBackend | undefined, work: () => T): T {
  const recorder = backend?.binding;
  const original = recorder && originals.get(recorder);
  if (!backend || !original) return work();
  backend.binding = original;
  try {
    return work();
  } finally {
    backend.binding = recorder;
  }
}

/**
 * Whether a step that ran twice wrote the same values from the host the second time, in the same order; then none of them
 * is random. What it kept from the first time it need not write again.
 */
export function repeatsHostTensors(first: Recording, second: Recording): boolean {
  let at = 0;
  return second.hostTensors.every((tensor) => {
    while (at < first.hostTensors.length) {
      const other = first.hostTensors[at];
      at += 1;
      if (other && sameTensor(tensor, other)) return true;
    }
    return false;
  });
}

function sameTensor(a: HostTensor, b: HostTensor): boolean {
  return (
    a.dtype === b.dtype &&
    a.shape.join() === b.shape.join() &&
    a.values.every((byte, i) => byte === b.values[i])
  );
}

/** Attributes that tfjs-node leaves out, which TensorFlow finds by itself when it runs an op alone, but not in a graph. */
function unsaid(
  name: string,
  [output]: readonly { readonly dtype: number }[],
): Readonly<Record<string, Attribute>> {
  if (name !== "ExpandDims" || !output) return {};
  return { T: attribute.type(output.dtype), Tdim: attribute.type(DataType.int32) };
}

/** Translates tfjs-node's description of an attribute. */
function plain({ name, type, value }: OpAttribute, binding: NativeBinding): Attribute {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return attribute.type(value as number);
    case binding.TF_ATTR_BOOL:
      return attribute.bool(value as boolean);
    case binding.TF_ATTR_FLOAT:
      return attribute.float(value as number);
    case binding.TF_ATTR_STRING:
      return attribute.string(value as string);
    case binding.TF_ATTR_SHAPE:
      return attribute.shape(value as number[]);
    case binding.TF_ATTR_INT:
      return Array.isArray(value)
        ? attribute.ints(value as number[])
        : attribute.int(value as number);
    default:
      return { kind: "unknown", value: `"${name}", type ${type}` };
  }
}
