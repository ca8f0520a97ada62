/** Keras's Dense: every output is a weighted sum of all inputs. */
import * as tf from "@tensorflow/tfjs";
import { activationName, getActivation } from "../activations/get-activation";
import { ModelZooError } from "../errors";
import {
  flag,
  KerasLayer,
  optionsOf,
  type PenalizedLayerOptions,
  positive,
  type Shape,
} from "./base/keras-layer";
import {
  type ActivationOption,
  type BiasArguments,
  fusible,
  type KernelArguments,
  WeightOptions,
} from "./base/weight-options";

/** Options of {@link Dense}. */
export interface DenseOptions
  extends PenalizedLayerOptions, ActivationOption, KernelArguments, BiasArguments {
  /** Length of the output. */
  readonly units: number;
}

/**
 * A densely connected layer: `activation(x kernel + bias)`.
 *
 * Input `[batch, ..., inputs]`, output `[batch, ..., units]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for units that are not a positive integer, an unknown argument, or an input whose
 * last axis is unknown; `unknown-name` for an unknown activation, initializer, regularizer or constraint
 */
export class Dense extends KerasLayer {
  static readonly className = "Flowers>Dense";
  static readonly kerasModule = "keras.layers";
  readonly units: number;
  readonly useBias: boolean;
  readonly #activation: ReturnType<typeof getActivation>;
  readonly #kernelOptions: WeightOptions;
  readonly #biasOptions: WeightOptions;
  #kernel: tf.LayerVariable | null = null;
  #bias: tf.LayerVariable | null = null;

  constructor(given: DenseOptions) {
    const {
      units,
      activation,
      useBias = true,
      kernelInitializer,
      kernelRegularizer,
      kernelConstraint,
      biasInitializer,
      biasRegularizer,
      biasConstraint,
      ...options
    } = optionsOf(given, "Dense");
    super(options);
    this.units = positive(units, "units");
    this.useBias = flag(useBias, "useBias");
    this.#activation = getActivation(activation);
    this.#kernelOptions = new WeightOptions("kernel", {
      initializer: kernelInitializer ?? "glorotUniform",
      regularizer: kernelRegularizer,
      constraint: kernelConstraint,
    });
    this.#biasOptions = new WeightOptions("bias", {
      initializer: biasInitializer ?? "zeros",
      regularizer: biasRegularizer,
      constraint: biasConstraint,
    });
    this.supportsMasking = true;
  }

  override build(inputShape: Shape | Shape[]): void {
    const inputs = (inputShape as Shape).at(-1);
    if (typeof inputs !== "number" || inputShape.length < 2) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: expected an input of rank 2 or more whose last axis is known. Received: inputs shape=${JSON.stringify(inputShape)}`,
        inputShape.length > 1 ? {} : { remedy: "Give the input a batch axis." },
      );
    }
    this.#kernel = this.#kernelOptions.addTo(this, [inputs, this.units]);
    this.#bias = this.useBias ? this.#biasOptions.addTo(this, [this.units]) : null;
    this.inputSpec = [{ minNDim: 2, axes: { [-1]: inputs } } as never];
    this.built = true;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const inputs = x.shape.at(-1) as number;
    const rows = x.rank === 2 ? x : tf.reshape(x, [-1, inputs]);
    const fused = fusible(this.#activation);
    const product = tf.fused.matMul({
      a: rows as tf.Tensor2D,
      b: this.#kernel?.read() as tf.Tensor2D,
      bias: this.#bias?.read() as tf.Tensor,
      activation: fused ?? "linear",
    });
    const y = x.rank === 2 ? product : tf.reshape(product, [...x.shape.slice(0, -1), this.units]);
    return fused === null ? this.#activation.apply(y) : y;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape).slice(0, -1), this.units];
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      units: this.units,
      activation: activationName(this.#activation, this.name),
      useBias: this.useBias,
      ...this.#kernelOptions.getConfig(),
      ...this.#biasOptions.getConfig(),
      activityRegularizer: this.savedActivityRegularizer,
    };
  }
}

/**
 * Makes a {@link Dense} layer.
 *
 * @example
 * dense({ units: 128, activation: "relu" });
 */
export function dense(options: DenseOptions): Dense {
  return new Dense(options);
}
