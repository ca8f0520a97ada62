/**
 * Keras's GRU with its default, `reset_after=True`: the reset gate acts on the product with the recurrent kernel. Stock tfjs has
 * only the other order. Formula: keras/src/layers/rnn/gru.py.
 */
import * as tf from "@tensorflow/tfjs";
import { activationFormula, activationName } from "../config/activations";
import { objectFromKeras } from "../config/objects";
import { numberAt, toJson } from "../config/json";
import type { JsonObject } from "../types";
import type { OwnOptions } from "./own-layer";

type Cell = tf.layers.Layer & { readonly stateSize: number };

/**
 * One time step. `z` and `r` are gates: with `a = x K + b0` and `h U + b1` in thirds,
 * `h' = z h + (1 - z) tanh(a2 + r (h U2 + b1_2))`.
 */
class ResetAfterCell extends tf.layers.Layer {
  static readonly className = "KerasFormat>GRUCell";
  readonly stateSize: number;
  readonly #keras: JsonObject;
  #kernel: tf.LayerVariable | null = null;
  #recurrent: tf.LayerVariable | null = null;
  #bias: tf.LayerVariable | null = null;

  constructor(keras: JsonObject) {
    super({});
    this.#keras = keras;
    this.stateSize = numberAt(keras, "units", 1);
  }

  override build(shape: (number | null)[]): void {
    const units = this.stateSize;
    const add = (name: string, size: number[]): tf.LayerVariable => {
      const made = (kind: "initializer" | "regularizer" | "constraint"): unknown => {
        const found = objectFromKeras(kind, this.#keras[`${name}_${kind}`] ?? null);
        return "object" in found ? found.object : undefined;
      };
      return this.addWeight(
        name === "recurrent" ? "recurrent_kernel" : name,
        size,
        "float32",
        (made("initializer") ?? tf.initializers.zeros()) as never,
        made("regularizer") as never,
        true,
        made("constraint") as never,
      );
    };
    this.#kernel = add("kernel", [shape.at(-1) ?? 1, 3 * units]);
    this.#recurrent = add("recurrent", [units, 3 * units]);
    this.#bias = this.#keras["use_bias"] === false ? null : add("bias", [2, 3 * units]);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    return tf.tidy(() => {
      const [x, h] = inputs as [tf.Tensor2D, tf.Tensor2D];
      const bias = this.#bias?.read() as tf.Tensor2D | undefined;
      const [b0, b1] = bias ? tf.unstack(bias) : [];
      const product = (value: tf.Tensor2D, kernel: tf.LayerVariable | null, b?: tf.Tensor) => {
        const sums = tf.matMul(value, kernel?.read() as tf.Tensor2D);
        return tf.split(b ? tf.add(sums, b) : sums, 3, 1);
      };
      const [xz, xr, xh] = product(x, this.#kernel, b0) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [hz, hr, hh] = product(h, this.#recurrent, b1) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const gate = this.#formula("recurrent_activation", "sigmoid");
      const z = gate(tf.add(xz, hz));
      const r = gate(tf.add(xr, hr));
      const candidate = this.#formula("activation", "tanh")(tf.add(xh, tf.mul(r, hh)));
      const next = tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate));
      return [next, next];
    });
  }

  #formula(key: string, otherwise: string): (x: tf.Tensor) => tf.Tensor {
    return activationFormula(activationName(this.#keras[key] ?? otherwise) ?? otherwise);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

/** A whole sequence. Takes part in `Bidirectional` as tfjs's own recurrent layers do. */
export class ResetAfterGRU extends tf.RNN {
  static override readonly className = "KerasFormat>GRU";
  static readonly kerasModule = "keras.layers";
  readonly keras: JsonObject;

  constructor({ keras, ...options }: OwnOptions) {
    const config = toJson(keras) as JsonObject;
    const flag = (key: string): boolean => config[key] === true;
    super({
      returnSequences: flag("return_sequences"),
      returnState: flag("return_state"),
      goBackwards: flag("go_backwards"),
      stateful: flag("stateful"),
      ...options,
      cell: new ResetAfterCell(config) as Cell as never,
    });
    this.keras = config;
  }

  /** tfjs's own would look for the configuration of a cell. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { cell: _cell, ...config } = super.getConfig();
    return { ...config, keras: this.keras as unknown as tf.serialization.ConfigDict };
  }
}

tf.serialization.registerClass(ResetAfterGRU as never);
