/** Keras's layers that make one tensor of several: Add, Subtract, Multiply, Average, Maximum, Minimum and Concatenate. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { axisOf } from "./base/checks";
import { KerasLayer, optionsOf, type PenalizedLayerOptions, type Shape } from "./base/keras-layer";

/** Refuses what is not a list of inputs. */
function requireList(shapes: Shape | Shape[], name: string): asserts shapes is Shape[] {
  if (shapes.length > 0 && (shapes as unknown[]).every(Array.isArray)) return;
  throw new ModelZooError(
    "invalid-argument",
    `${name}: a merge layer should be called on a list of inputs. Received: inputs shape=${JSON.stringify(shapes)}`,
    { remedy: "Apply it to an array: `layer.apply([a, b])`." },
  );
}

const mismatch = (name: string, what: string, shapes: readonly Shape[]): ModelZooError =>
  new ModelZooError(
    "invalid-argument",
    `${name}: ${what} Received: inputs shapes=${JSON.stringify(shapes)}`,
  );

/** What all of them share. */
abstract class Merge extends KerasLayer {
  constructor(options: PenalizedLayerOptions) {
    super(options);
    this.supportsMasking = true;
  }

  override build(inputShape: Shape | Shape[]): void {
    this.computeOutputShape(inputShape);
    this.built = true;
  }

  protected abstract merge(inputs: readonly tf.Tensor[]): tf.Tensor;

  protected override compute(input: tf.Tensor): tf.Tensor {
    return this.merge([input]);
  }

  protected override computeOfAll(inputs: readonly tf.Tensor[]): tf.Tensor {
    const same = inputs.every(({ dtype }) => dtype === inputs[0]?.dtype);
    return this.merge(same ? inputs : inputs.map((each) => tf.cast(each, "float32")));
  }

  /** True where any input's mask is; none unless every input has one. */
  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor | tf.Tensor[] {
    const masks = (Array.isArray(mask) ? mask : [mask]) as (tf.Tensor | null | undefined)[];
    const given = masks.filter((each) => each instanceof tf.Tensor);
    const [first, ...more] = given;
    // tfjs says null for no mask, though its types do not.
    if (!first || given.length < masks.length) return null as unknown as tf.Tensor;
    return tf.tidy(() => more.reduce((one, other) => tf.logicalOr(one, other), tf.clone(first)));
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {};
  }
}

/** A shape without its batch, brought to a rank by axes of size 1 in front. */
const raised = (shape: Shape, rank: number): Shape => [
  ...Array.from({ length: rank - shape.length }, () => 1),
  ...shape.slice(1),
];

/** Value by value, sizes of 1 repeated; inputs of lower rank have axes of size 1 put in after the batch. */
abstract class ElementwiseMerge extends Merge {
  /** One result of two inputs of the same rank. */
  protected abstract join(one: tf.Tensor, other: tf.Tensor): tf.Tensor;

  protected override merge(inputs: readonly tf.Tensor[]): tf.Tensor {
    const rank = Math.max(...inputs.map((each) => each.rank));
    const [first, ...more] = inputs.map((each) =>
      each.rank === rank
        ? each
        : tf.reshape(each, [each.shape[0] ?? 1, ...(raised(each.shape, rank) as number[])]),
    );
    if (!first) throw new Error("unreachable: a merge layer has inputs");
    return more.reduce((one, other) => this.join(one, other), tf.clone(first));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    requireList(inputShape, this.name);
    const batches = new Set(inputShape.map(([batch = null]) => batch));
    batches.delete(null);
    if (batches.size > 1) {
      throw mismatch(this.name, "Cannot merge tensors with different batch sizes.", inputShape);
    }
    const [batch = null] = batches;
    const rank = Math.max(...inputShape.map(({ length }) => length));
    const sizes = inputShape.map((shape) => raised(shape, rank));
    return [
      batch,
      ...Array.from({ length: rank - 1 }, (_, axis) =>
        this.#joinSizes(
          sizes.map((shape) => shape[axis] ?? null),
          inputShape,
        ),
      ),
    ];
  }

  #joinSizes(along: readonly (number | null)[], shapes: readonly Shape[]): number | null {
    if (along.includes(null)) return null;
    const sizes = new Set(along);
    sizes.delete(1);
    if (sizes.size > 1) throw mismatch(this.name, "Inputs have incompatible shapes.", shapes);
    const [size = 1] = sizes;
    return size;
  }
}

type Join = (one: tf.Tensor, other: tf.Tensor) => tf.Tensor;

/** For two inputs brought to the same shape: tfjs's gradients of maximum and minimum do not undo what they repeat. */
function alike(join: Join, one: tf.Tensor, other: tf.Tensor): tf.Tensor {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(one.shape, other.shape);
  return join(tf.broadcastTo(one, shape), tf.broadcastTo(other, shape));
}

/** The sum of its inputs. The caller owns the result. */
export class Add extends ElementwiseMerge {
  static readonly className = "Flowers>Add";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Add"));
  }

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return tf.add(one, other);
  }
}

/** The first of two inputs less the second. The caller owns the result. */
export class Subtract extends ElementwiseMerge {
  static readonly className = "Flowers>Subtract";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Subtract"));
  }

  override build(inputShape: Shape | Shape[]): void {
    requireList(inputShape, this.name);
    if (inputShape.length !== 2) {
      throw mismatch(
        this.name,
        "A `Subtract` layer should be called on exactly 2 inputs.",
        inputShape,
      );
    }
    super.build(inputShape);
  }

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return tf.sub(one, other);
  }
}

/** The product of its inputs. The caller owns the result. */
export class Multiply extends ElementwiseMerge {
  static readonly className = "Flowers>Multiply";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Multiply"));
  }

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return tf.mul(one, other);
  }
}

/** The mean of its inputs, float32. The caller owns the result. */
export class Average extends ElementwiseMerge {
  static readonly className = "Flowers>Average";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Average"));
  }

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return tf.add(one, other);
  }

  protected override merge(inputs: readonly tf.Tensor[]): tf.Tensor {
    return tf.div(super.merge(inputs), inputs.length);
  }
}

/** The largest of its inputs, value by value; of equal ones the first has the gradient. The caller owns the result. */
export class Maximum extends ElementwiseMerge {
  static readonly className = "Flowers>Maximum";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Maximum"));
  }

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return alike(tf.maximum, one, other);
  }
}

/** The smallest of its inputs, value by value; of equal ones the first has the gradient. The caller owns the result. */
export class Minimum extends ElementwiseMerge {
  static readonly className = "Flowers>Minimum";
  static readonly kerasModule = "keras.layers";

  constructor(options: PenalizedLayerOptions = {}) {
    super(optionsOf(options, "Minimum"));
  }

  protected override join(one: tf.Tensor, other: tf.Tensor): tf.Tensor {
    return alike(tf.minimum, one, other);
  }
}

/** Options of {@link Concatenate}. */
export interface ConcatenateOptions extends PenalizedLayerOptions {
  /** The axis along which inputs are put one after the other. Default -1, the last. */
  readonly axis?: number;
}

/**
 * Its inputs one after the other along an axis; the sizes of all other axes are equal. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for inputs of other shapes, and an axis that they lack
 */
export class Concatenate extends Merge {
  static readonly className = "Flowers>Concatenate";
  static readonly kerasModule = "keras.layers";
  readonly axis: number;

  constructor(given: ConcatenateOptions = {}) {
    const { axis = -1, ...options } = optionsOf(given, "Concatenate");
    super(options);
    this.axis = axisOf(axis, "axis");
  }

  #axisIn(rank: number): number {
    return this.axis < 0 ? this.axis + rank : this.axis;
  }

  protected override merge(inputs: readonly tf.Tensor[]): tf.Tensor {
    const [first] = inputs;
    if (!first) throw new Error("unreachable: a merge layer has inputs");
    return tf.concat([...inputs], this.#axisIn(first.rank));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    requireList(inputShape, this.name);
    const [first = [], ...more] = inputShape;
    const joined = this.#axisIn(first.length);
    const fits = more.every(
      (shape) =>
        shape.length === first.length &&
        shape.every((size, axis) => {
          const other = first[axis] ?? null;
          return axis === joined || size === null || other === null || size === other;
        }),
    );
    if (!fits || joined < 0 || joined >= first.length) {
      throw mismatch(
        this.name,
        `A \`Concatenate\` layer requires inputs with matching shapes except for the concatenation axis, ${this.axis}.`,
        inputShape,
      );
    }
    return first.map((size, axis) => {
      if (axis !== joined) return more.reduce((known, shape) => known ?? shape[axis] ?? null, size);
      return inputShape.reduce<number | null>((sum, shape) => {
        const length = shape[axis] ?? null;
        return sum === null || length === null ? null : sum + length;
      }, 0);
    });
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { axis: this.axis };
  }
}

/** Makes an {@link Add} layer. */
export const add = (options: PenalizedLayerOptions = {}): Add => new Add(options);
/** Makes a {@link Subtract} layer. */
export const subtract = (options: PenalizedLayerOptions = {}): Subtract => new Subtract(options);
/** Makes a {@link Multiply} layer. */
export const multiply = (options: PenalizedLayerOptions = {}): Multiply => new Multiply(options);
/** Makes an {@link Average} layer. */
export const average = (options: PenalizedLayerOptions = {}): Average => new Average(options);
/** Makes a {@link Maximum} layer. */
export const maximum = (options: PenalizedLayerOptions = {}): Maximum => new Maximum(options);
/** Makes a {@link Minimum} layer. */
export const minimum = (options: PenalizedLayerOptions = {}): Minimum => new Minimum(options);
/** Makes a {@link Concatenate} layer. */
export const concatenate = (options: ConcatenateOptions = {}): Concatenate =>
  new Concatenate(options);
