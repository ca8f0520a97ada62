/** Layers that stock tfjs lacks: a base whose formula, weights and shapes come from the table of layers. */
import * as tf from "@tensorflow/tfjs";
import { objectFromKeras } from "../config/objects";
import { toJson } from "../config/json";
import { LIMITS } from "../limits";
import type { JsonObject } from "../types";

export type Shape = (number | null)[];

/** One weight of a layer, in Keras's order. */
export interface OwnWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** Default true. */
  readonly trainable?: boolean;
  /** Its entries of the configuration begin with this; default its name. */
  readonly settings?: string;
  readonly dtype?: "float32" | "int32";
}

/** What a formula is given besides tensors. */
export interface OwnCall {
  readonly config: JsonObject;
  readonly training: boolean;
  /** Which time steps count; null for all. */
  readonly mask: tf.Tensor | null;
  readonly name: string;
}

/** A layer as pure functions. */
export interface OwnFormula {
  /** Default: none. */
  readonly weights?: (shapes: readonly Shape[], config: JsonObject) => readonly OwnWeight[];
  /** Runs in a tidy. */
  readonly compute: (
    inputs: readonly tf.Tensor[],
    weights: Readonly<Record<string, tf.Tensor>>,
    call: OwnCall,
  ) => tf.Tensor;
  /** Default: the first input's. */
  readonly shape?: (shapes: readonly Shape[], config: JsonObject) => Shape;
}

/** tfjs hands a class that it makes from a saved model everything that `getConfig` gave. */
export interface OwnOptions {
  readonly name?: string;
  readonly trainable?: boolean;
  readonly keras: JsonObject;
  readonly [option: string]: unknown;
}

/**
 * The base of what {@link ownLayer} makes. `keras` is the layer's configuration as Keras writes it, so that it is saved as it
 * was read.
 */
export abstract class OwnLayer extends tf.layers.Layer {
  readonly keras: JsonObject;
  /** By the names of the formula's weights, once built. */
  protected readonly variables: Record<string, tf.LayerVariable> = {};

  constructor(given: OwnOptions) {
    const { keras, ...options } = given;
    super(options as never);
    this.keras = toJson(keras) as JsonObject;
    this.supportsMasking = true;
  }

  /** Its row of the table. */
  protected abstract get formula(): OwnFormula;

  override build(inputShape: Shape | Shape[]): void {
    const wanted = this.formula.weights?.(shapesOf(inputShape), this.keras) ?? [];
    for (const { name, shape, trainable = true, settings = name, dtype = "float32" } of wanted) {
      const object = (kind: "initializer" | "regularizer" | "constraint"): unknown => {
        const value = this.keras[`${settings}_${kind}`];
        if (value === undefined) return undefined;
        const made = objectFromKeras(kind, value);
        if ("object" in made) return made.object;
        if (kind === "initializer") return undefined; // the file's values replace what it draws
        throw new Error(`Layer "${this.name}" ${made.reason}.`);
      };
      this.variables[name] = this.addWeight(
        name,
        [...shape],
        dtype,
        (object("initializer") ?? tf.initializers.zeros()) as never,
        object("regularizer") as never,
        trainable,
        object("constraint") as never,
      );
    }
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    return tf.tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const weights = this.readWeights();
      const given = kwargs["mask"];
      const mask = (Array.isArray(given) ? given[0] : given) as tf.Tensor | null | undefined;
      const training = kwargs["training"] === true;
      const call = { config: this.keras, training, mask: mask ?? null, name: this.name };
      return this.formula.compute(Array.isArray(inputs) ? inputs : [inputs], weights, call);
    });
  }

  /** The weights' values, which stay the layer's. */
  protected readWeights(): Record<string, tf.Tensor> {
    return Object.fromEntries(
      Object.entries(this.variables).map(([name, variable]) => [name, variable.read()]),
    );
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = shapesOf(inputShape);
    return this.formula.shape?.(shapes, this.keras) ?? [...(shapes[0] ?? [])];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), keras: this.keras as unknown as tf.serialization.ConfigDict };
  }
}

const shapesOf = (shape: Shape | Shape[]): Shape[] =>
  Array.isArray(shape[0]) ? (shape as Shape[]) : [shape as Shape];

/** A class of {@link OwnLayer} for one Keras class, known to tfjs by a name of its own. */
export function ownLayer(kerasName: string, formula: OwnFormula): new (o: OwnOptions) => OwnLayer {
  const made = class extends OwnLayer {
    static readonly className = `KerasFormat>${kerasName}`;
    static readonly kerasModule = "keras.layers";
    protected override get formula(): OwnFormula {
      return formula;
    }
  };
  tf.serialization.registerClass(made as never);
  return made;
}

/**
 * The shape that a formula gives, found by running it on zeros with two sizes in the place of each unknown one: what differs
 * between the two runs is unknown too.
 */
export function shapeByTrial(
  shapes: readonly Shape[],
  compute: (inputs: tf.Tensor[]) => tf.Tensor,
): Shape {
  const largest = Math.max(
    ...shapes.map((shape) => shape.reduce<number>((a, b) => a * (b ?? 3), 1)),
  );
  if (!(largest <= LIMITS.trialValues)) {
    throw new Error(
      `an input of ${largest} values is more than is computed (${LIMITS.trialValues}).`,
    );
  }
  const tried = [2, 3].map((size) =>
    tf.tidy(
      () => compute(shapes.map((shape) => tf.zeros(shape.map((each) => each ?? size)))).shape,
    ),
  );
  const [first = [], second = []] = tried;
  return first.map((length, axis) => (length === second[axis] ? length : null));
}
