/**
 * Records what native TensorFlow executes while a function runs: every op with its attributes, inputs and outputs, and
 * every tensor that the host wrote meanwhile. Tensors are known by the binding's ids, which are never reused.
 */
import type { NativeBackend, NativeBinding, OpAttribute } from "./native-backend";

export interface RecordedOp {
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface HostTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
  /** A copy of the values. */
  readonly values: ArrayBufferView;
}

export interface Recording {
  readonly ops: readonly RecordedOp[];
  readonly hostTensors: readonly HostTensor[];
  /** Shape of every tensor that an op gave or the host wrote, by id. */
  readonly shapes: ReadonlyMap<number, readonly number[]>;
}

/** Runs `work` on the native backend and records it. The tensors that `work` returns are untouched. */
export function record<T>(
  backend: NativeBackend,
  work: () => T,
): { result: T; recording: Recording } {
  const ops: RecordedOp[] = [];
  const hostTensors: HostTensor[] = [];
  const shapes = new Map<number, readonly number[]>();
  const original = backend.binding;
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
    const outputs = original.executeOp(name, attributes, inputIds, count);
    ops.push({ name, attributes, inputs: [...inputIds], outputs: outputs.map(({ id }) => id) });
    for (const { id, shape } of outputs) shapes.set(id, shape);
    return outputs;
  };
  const createTensor: NativeBinding["createTensor"] = (shape, dtype, values) => {
    const id = original.createTensor(shape, dtype, values);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    hostTensors.push({ id, shape: [...shape], dtype, values: bytes });
    shapes.set(id, shape);
    return id;
  };
  backend.binding = Object.assign(listener, {
    executeOp,
    createTensor,
  }) as unknown as NativeBinding;
  try {
    return { result: work(), recording: { ops, hostTensors, shapes } };
  } finally {
    backend.binding = original;
  }
}
