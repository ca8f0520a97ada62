/** A layer of tfjs that does one of Keras's operations with the constants that the file gives. */
import * as tf from "@tensorflow/tfjs";
import { isList, isObject, textAt, toJson } from "../config/json";
import type { JsonObject, JsonValue } from "../types";
import { type Argument, argumentsByName, operations } from "./operations";
import { type Shape, shapeByTrial } from "./own-layer";

/** What one node of the file says; tensors among the arguments are `{ input: 0 }`, in order of the layer's inputs. */
export interface OperationCall {
  /** Where Keras keeps the operation, such as `"keras.src.ops.numpy"`. */
  readonly module: string;
  /** Keras's class name, such as `"Add"`. */
  readonly operation: string;
  readonly config: JsonObject;
  readonly args: readonly JsonValue[];
  readonly kwargs: JsonObject;
}

/** Stands for a tensor among the arguments. */
export const inputMark = (index: number): JsonObject => ({
  class_name: "__input__",
  config: { index },
});

export const isInputMark = (value: JsonValue): value is JsonObject =>
  isObject(value) && textAt(value, "class_name") === "__input__";

/** The place of a tensor that a mark stands for. */
export const markedIndex = (mark: JsonObject): number =>
  (mark["config"] as JsonObject)["index"] as number;

type Options = { readonly name?: string; readonly kerasCall: OperationCall };

/** See the file's head. */
export class OperationLayer extends tf.layers.Layer {
  static readonly className = "KerasFormat>Operation";
  readonly kerasCall: OperationCall;

  constructor({ kerasCall, ...options }: Options) {
    super(options as never);
    this.kerasCall = toJson(kerasCall) as unknown as OperationCall;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.#compute(Array.isArray(inputs) ? inputs : [inputs]));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    return shapeByTrial(shapes, (inputs) => this.#compute(inputs));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      kerasCall: this.kerasCall as unknown as tf.serialization.ConfigDict,
    };
  }

  #compute(inputs: readonly tf.Tensor[]): tf.Tensor {
    const { operation: name, config, args, kwargs } = this.kerasCall;
    const operation = operations[name];
    if (!operation) throw new Error(`Layer "${this.name}": operation ${name} is not carried over.`);
    const fill = (value: JsonValue): Argument => {
      if (isInputMark(value)) return inputs[markedIndex(value)] as tf.Tensor;
      return isList(value) ? value.map(fill) : value;
    };
    const named = Object.fromEntries(
      Object.entries(kwargs).map(([key, value]) => [key, fill(value)]),
    );
    const { name: _name, ...settings } = config;
    // A tensor that an operation passes on as it is would be disposed twice.
    return tf.clone(operation.compute(argumentsByName(operation, settings, args.map(fill), named)));
  }
}

tf.serialization.registerClass(OperationLayer as never);
