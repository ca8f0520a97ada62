/** What the layers of this package share: Keras's names, checked options, constraints after steps, penalties of outputs. */
import { layerName } from "@flowers/augmentation";
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../../errors";
import { getRegularizer, type RegularizerLike } from "../../regularizers/get-regularizer";
import type { Regularizer } from "../../regularizers/regularizers";
import { adoptByOutermostScope } from "./adopt";

type LayerConfig = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

export { optionsOf } from "../../arguments";

/** Options of every layer, besides its own. */
export interface LayerOptions extends LayerConfig {
  /** Default: Keras's automatic name, `dense`, `dense_1` ... */
  readonly name?: string;
}

/** Options of layers whose output can be penalized. */
export interface PenalizedLayerOptions extends LayerOptions {
  /** A penalty of the output, divided by the batch size and added to the loss. Default none. */
  readonly activityRegularizer?: RegularizerLike | null;
}

/** One shape where a layer has one input. */
export type Shape = (number | null)[];

const commonOptions = new Set([
  ...["name", "trainable", "dtype", "inputShape", "batchInputShape", "batchSize"],
  ...["updatable", "weights", "inputDType", "customObjects"], // tfjs itself adds the last one when it loads
]);

/** Refuses what a name and a flag of every layer cannot be, in Keras's words. */
function checkCommon({ name, trainable }: LayerConfig): void {
  if (trainable !== undefined && trainable !== null && typeof trainable !== "boolean") {
    throw new ModelZooError(
      "invalid-argument",
      `Expected \`trainable\` to be a boolean. Received: trainable=${JSON.stringify(trainable)}`,
    );
  }
  if (name !== undefined && name !== null && typeof name !== "string") {
    throw new ModelZooError(
      "invalid-argument",
      `Argument \`name\` must be a string. Received: name=${JSON.stringify(name)}`,
    );
  }
}

/** Refuses what is not a record of options, and what no constructor on the way here has taken for its own. */
function checkOptions(className: string, options: unknown): void {
  checkCommon(options as LayerConfig);
  const bare = className.replace(/^Flowers>/, "");
  const unknown = Object.keys(options as object).find((key) => !commonOptions.has(key));
  if (unknown === undefined) return;
  const camel = unknown.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  throw new ModelZooError(
    "invalid-argument",
    `Unrecognized argument passed to ${bare}: \`${unknown}\`.`,
    {
      remedy:
        camel === unknown
          ? "Leave it out, or correct its spelling."
          : `Arguments are spelled in camel case: \`${camel}\`.`,
    },
  );
}

/** Whether an argument is one of a few strings, in Keras's spelling or ours. */
export function choice<T extends string>(
  value: unknown,
  argument: string,
  choices: readonly T[],
): T {
  const camel = String(value).replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const found = choices.find((each) => each === camel);
  if (found !== undefined) return found;
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument \`${argument}\`. Expected one of ${choices.map((each) => `"${each}"`).join(", ")}. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

/** Checks a count. */
export function positive(value: number, argument: string): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument \`${argument}\`. Expected a positive integer. Received: ${argument}=${String(value)}`,
  );
}

/** Checks a flag. */
export function flag(value: boolean, argument: string): boolean {
  if (typeof value === "boolean") return value;
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument \`${argument}\`. Expected true or false. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

type AddWeight = Parameters<tf.layers.Layer["addWeight"]>;

/** A weight of a layer of ours; see {@link KerasLayer} for what `write` does. */
export type Weight = tf.LayerVariable & {
  /** Applies the weight's constraint to its value: what an optimizer calls after its step. */
  applyConstraint?: () => void;
};

/** An object of a saved model: its class by name, and its arguments. */
export const saved = (
  object: { getClassName(): string; getConfig(): tf.serialization.ConfigDict } | null,
): tf.serialization.ConfigDict | null =>
  object === null ? null : { className: object.getClassName(), config: object.getConfig() };

/** The penalty of one call's output. */
interface Penalty {
  /** While this tensor lives, the penalty can be computed. */
  readonly of: tf.Tensor;
  /** The caller owns the scalar. */
  readonly value: () => tf.Scalar;
}

/**
 * The base of this package's layers.
 *
 * Constraints act after an optimizer's step alone, as in Keras: `setWeights` and loading leave values as they are given,
 * where tfjs's own layers would change them. A penalty of the output (`activityRegularizer`) is among `losses`
 * after a call, once for each call of a pass through a model.
 */
export abstract class KerasLayer extends tf.layers.Layer {
  readonly #penalty: Regularizer | null;
  #penalties: Penalty[] = [];
  #pass: object | null = null;

  constructor({ activityRegularizer = null, ...options }: PenalizedLayerOptions) {
    const { className } = new.target as unknown as { className: string };
    checkOptions(className, options);
    super({ ...options, name: layerName(className, options.name) } as LayerConfig);
    this.#penalty = getRegularizer(activityRegularizer);
    const known = tf.serialization.SerializationMap.getMap().classNameMap[className];
    if (known?.[0] !== (new.target as unknown)) {
      tf.serialization.registerClass(new.target as never);
    }
  }

  /** What the layer gives for one input, float32; runs in a tidy. */
  protected abstract compute(input: tf.Tensor, options: Record<string, unknown>): tf.Tensor;

  /** What the layer gives for all its inputs; runs in a tidy. Layers of several inputs override it. */
  protected computeOfAll(
    inputs: readonly tf.Tensor[],
    options: Record<string, unknown>,
  ): tf.Tensor {
    return this.compute(inputs[0] as tf.Tensor, options);
  }

  override call(given: tf.Tensor | tf.Tensor[], options: Record<string, unknown>): tf.Tensor {
    const inputs = Array.isArray(given) ? given : [given];
    if (!inputs[0]) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: expected one input; received none.`,
      );
    }
    if (!this.#penalty) return tf.tidy(() => this.computeOfAll(inputs, options));
    // One object of options goes through a whole model, so that another one means another pass.
    if (this.#pass !== options) this.#penalties = [];
    this.#pass = options;
    const alone = tf.engine().state.scopeStack.length === 0;
    const output = tf.tidy(() => {
      const result = this.computeOfAll(inputs, options);
      if (!alone) this.#penalize(result);
      return result;
    });
    // Outside every tidy the output is the caller's, and its penalty is computed when it is asked for.
    if (alone) this.#penalties.push({ of: output, value: () => this.#penaltyOf(output) });
    return output;
  }

  #penaltyOf(output: tf.Tensor): tf.Scalar {
    return tf.tidy(() => {
      const penalty = this.#penalty?.apply(output) ?? tf.scalar(0);
      return tf.div<tf.Scalar>(penalty, Math.max(output.shape[0] ?? 1, 1));
    });
  }

  #penalize(output: tf.Tensor): void {
    const penalty = this.#penaltyOf(output);
    adoptByOutermostScope(penalty);
    this.#penalties.push({ of: penalty, value: () => tf.clone(penalty) });
  }

  /** tfjs's own adds to what `losses` gives, which here is a new list. */
  override addLoss(losses: Parameters<tf.layers.Layer["addLoss"]>[0]): void {
    super.losses.push(...[losses].flat());
  }

  /** The penalties of the weights, and those of the outputs of the last pass while they can still be computed. */
  override get losses(): (() => tf.Scalar)[] {
    const alive = this.#penalties.filter(({ of }) => !of.isDisposed);
    return [...super.losses, ...alive.map(({ value }) => value)];
  }

  override addWeight(...args: AddWeight): Weight {
    const weight = super.addWeight(...args) as Weight;
    const constraint = args[6];
    if (constraint) {
      const { val } = weight as unknown as { val: tf.Variable };
      weight.write = (value) => {
        if (value.shape.join() !== weight.shape.join()) {
          throw new ModelZooError(
            "invalid-argument",
            `${this.name}: expected a weight of shape [${weight.shape.join(", ")}]; received [${value.shape.join(", ")}].`,
          );
        }
        if ((value as unknown) !== val) val.assign(value);
        return weight;
      };
      weight.applyConstraint = () => {
        tf.tidy(() => val.assign(constraint.apply(val)));
      };
    }
    return weight;
  }

  /** The layer's own arguments, for `getConfig`. */
  protected abstract ownConfig(): tf.serialization.ConfigDict;

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.ownConfig() };
  }

  /** For `ownConfig` of the layers that have this argument. */
  protected get savedActivityRegularizer(): tf.serialization.ConfigDict | null {
    return saved(this.#penalty);
  }
}
