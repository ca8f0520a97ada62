/** What a `.keras` file holds, as plain data. */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** An object of JSON, as `config.json` and `metadata.json` hold them. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The element types of variables here. Those of half precision are read as float32. */
export type KerasDtype =
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64";

/** The numbers of a variable: a typed array whose kind follows from its dtype. */
export type KerasData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** One variable: values in row-major order; `shape` is empty for a scalar. */
export interface KerasArray {
  readonly shape: readonly number[];
  readonly dtype: KerasDtype;
  readonly data: KerasData;
}

/** Variables of a layer that lie in a group below the layer's own, such as a recurrent layer's `"cell"`. */
export interface LayerPart {
  /** Path below the layer's; empty for its own group. */
  readonly path: string;
  /** How many of the layer's `weights`, in order. */
  readonly count: number;
}

/** One layer with its variables, in the order in which Keras numbers them: trainable first. */
export interface KerasLayer {
  /** Keras's class name, such as `"Conv2D"`. */
  readonly className: string;
  readonly name: string;
  /** Set for an operation of `keras.ops` in a functional model, such as `"keras.src.ops.numpy"`; it has no variables. */
  readonly module?: string;
  readonly config: JsonObject;
  /** Where its variables are in the weights file, such as `"layers/conv2d_1"`. It follows from the class, not the name. */
  readonly path: string;
  readonly weights: readonly KerasArray[];
  /** How `weights` are divided, where they do not all lie in the layer's own group. */
  readonly parts?: readonly LayerPart[];
  /** The layers of a model within the model; empty for others. */
  readonly layers: readonly KerasLayer[];
}

/** An optimizer: variable 0 is the iteration (int64), 1 the learning rate (float32), then the slots in Keras's order. */
export interface KerasOptimizer {
  /** Keras's class name, such as `"Adam"`. */
  readonly className: string;
  readonly config: JsonObject;
  readonly variables: readonly KerasArray[];
}

/** A `.keras` file. */
export interface KerasFile {
  /** `metadata.json`; empty when the file has none. */
  readonly metadata: JsonObject;
  /** `config.json`: the model with its layers, and `compile_config` if it was compiled. */
  readonly config: JsonObject;
  /** The model's layers in order, an `InputLayer` among them if the configuration has one. */
  readonly layers: readonly KerasLayer[];
  /** Null when the model was not compiled. */
  readonly optimizer: KerasOptimizer | null;
}
