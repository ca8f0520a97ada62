/**
 * What stands for a large tensor while a step is only recorded. Nobody needs its values, so the op that would make it is not
 * run: the stand-in holds one number and is told with the full shape. An op whose result's shape is not known here is run all the
 * same, and given zeros for the stand-ins among its inputs. This keeps a recording's memory far below that of the step.
 */
import { DataType } from "./graph";
import type { NativeBinding, OpAttribute, OutputMetadata } from "./native-backend";
import { resultOf, sizeOf, type Told } from "./result-shapes";

/** From how many values on a tensor is stood for: 1 MiB of float32. */
const largeSize = 1 << 18;

export class StandIns {
  readonly #binding: NativeBinding;
  readonly #told: Map<number, Told>;
  readonly #standing = new Set<number>();

  /** @param known what is told of tensors that were there before, by id; those not among them are used as they are */
  constructor(binding: NativeBinding, known: ReadonlyMap<number, Told>) {
    this.#binding = binding;
    this.#told = new Map(known);
  }

  /** Says what the host wrote. */
  wrote(id: number, shape: readonly number[], dtype: number, values: ArrayBufferView): void {
    const isShape = values instanceof Int32Array && values.length <= 8;
    this.#told.set(id, { shape, dtype, ...(isShape ? { values: [...values] } : {}) });
  }

  /** A tensor's values; zeros for a stand-in. */
  read(id: number): ArrayBufferView {
    const told = this.#standing.has(id) ? this.#told.get(id) : undefined;
    return told ? zeros(told.dtype, sizeOf(told.shape)) : this.#binding.tensorDataSync(id);
  }

  /** As the binding's `executeOp`, with stand-ins for large results. */
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputIds: number[],
    count: number,
  ): OutputMetadata[] {
    const inputs = inputIds.map((id) => this.#told.get(id));
    const result = count === 1 ? resultOf(name, attributes, inputs) : undefined;
    const outputs =
      result && sizeOf(result.shape) >= largeSize
        ? [this.#standFor(result)]
        : this.#run(name, attributes, inputIds, count);
    for (const { id, shape, dtype } of outputs) this.#told.set(id, { shape, dtype });
    return outputs;
  }

  #standFor({ shape, dtype }: Told): OutputMetadata {
    const id = this.#binding.createTensor([1], dtype, zeros(dtype, 1));
    this.#standing.add(id);
    return { id, shape: [...shape], dtype };
  }

  #run(
    name: string,
    attributes: OpAttribute[],
    inputIds: readonly number[],
    count: number,
  ): OutputMetadata[] {
    const made: number[] = [];
    const inputs = inputIds.map((id) => {
      const told = this.#standing.has(id) ? this.#told.get(id) : undefined;
      if (!told) return id;
      const zeros = this.#zeros(told);
      made.push(zeros);
      return zeros;
    });
    try {
      return this.#binding.executeOp(name, attributes, inputs, count);
    } finally {
      for (const id of made) this.#binding.deleteTensor(id);
    }
  }

  #zeros({ shape, dtype }: Told): number {
    const binding = this.#binding;
    const size = binding.createTensor([shape.length], DataType.int32, Int32Array.from(shape));
    const zero = binding.createTensor([], dtype, zeros(dtype, 1));
    const type = binding.TF_ATTR_TYPE;
    const attributes = [
      { name: "T", type, value: dtype },
      { name: "index_type", type, value: DataType.int32 },
    ];
    try {
      const [made] = binding.executeOp("Fill", attributes, [size, zero], 1);
      if (!made) throw new Error("TensorFlow's Fill gave no tensor.");
      return made.id;
    } finally {
      binding.deleteTensor(size);
      binding.deleteTensor(zero);
    }
  }
}

/** Zeros of float32, int32 or bool. */
function zeros(dtype: number, size: number): Float32Array | Int32Array | Uint8Array {
  if (dtype === DataType.float) return new Float32Array(size);
  return dtype === DataType.int32 ? new Int32Array(size) : new Uint8Array(size);
}
