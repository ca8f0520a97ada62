/** The parts of tfjs-node's backend and of its C++ binding that the compiled step uses, described structurally. */
import * as tf from "@tensorflow/tfjs";

/** An attribute of an eager op as tfjs-node states it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export interface OutputMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

export interface NativeBinding {
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_SHAPE: number;
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputIds: number[],
    outputs: number,
  ): OutputMetadata[];
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number;
  tensorDataSync(id: number): ArrayBufferView;
  deleteTensor(id: number): void;
}

export interface NativeBackend {
  binding: NativeBinding;
  /** Ops that `@flowers/backend` added to TensorFlow, where it did. */
  readonly graphOps?: ReadonlySet<string>;
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  loadSavedModelMetaGraph(path: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly tf.Tensor[],
    inputInfos: readonly { name: string }[],
    outputNames: readonly string[],
  ): tf.Tensor[];
}

/** The current backend if it is native TensorFlow, else undefined. */
export function nativeBackend(): NativeBackend | undefined {
  const backend = tf.backend() as unknown as Partial<NativeBackend>;
  const native =
    backend.binding !== undefined &&
    typeof backend.getInputTensorIds === "function" &&
    typeof backend.loadSavedModelMetaGraph === "function" &&
    typeof backend.runSavedModel === "function" &&
    typeof backend.deleteSavedModel === "function";
  return native ? (backend as NativeBackend) : undefined;
}
