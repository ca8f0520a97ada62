/** Keras's L1, L2, L1L2 and OrthogonalRegularizer: penalties of a weight or of a layer's output, as one number. */
import * as tf from "@tensorflow/tfjs";
import { argumentsOf, finiteNumber } from "../arguments";
import { ModelZooError } from "../errors";

/** What a tfjs layer takes as `kernelRegularizer`. */
export type Regularizer = ReturnType<typeof tf.regularizers.l1l2>;

// tfjs accepts only instances of a class that it does not export; its own L1L2 leads to it.
const TfRegularizer = Object.getPrototypeOf(
  (tf.regularizers.l1l2({ l1: 0, l2: 0 }) as object).constructor,
) as (abstract new () => Regularizer) & Pick<typeof tf.serialization.Serializable, "fromConfig">;

/** The sum of magnitudes. Its gradient is the sign, 0 at 0 as in TensorFlow; tfjs's own `abs` has -1 there. */
const sumOfMagnitudes = (x: tf.Tensor): tf.Scalar => {
  const magnitude = tf.customGrad((value, save) => {
    const given = value as tf.Tensor;
    (save as (tensors: tf.Tensor[]) => void)([given]);
    return {
      value: tf.abs(given),
      gradFunc: (dy, saved) => tf.mul(dy, tf.sign(saved[0] as tf.Tensor)),
    };
  });
  return tf.sum(magnitude(x));
};

/** Arguments of {@link L1L2}. */
export interface L1L2Options {
  readonly l1?: number;
  readonly l2?: number;
}

/** `l1 sum|x| + l2 sum x^2`. Keras's defaults: nothing at all. */
export class L1L2 extends TfRegularizer {
  static readonly className: string = "Flowers>L1L2";
  readonly l1: number;
  readonly l2: number;

  constructor(given: L1L2Options = {}) {
    super();
    const { l1 = 0, l2 = 0 } = argumentsOf("L1L2", given, ["l1", "l2"]);
    this.l1 = finiteNumber(l1, "l1", 0);
    this.l2 = finiteNumber(l2, "l2", 0);
  }

  override apply(x: tf.Tensor): tf.Scalar {
    return tf.tidy(() => {
      const parts = [
        ...(this.l1 === 0 ? [] : [tf.mul(sumOfMagnitudes(x), this.l1)]),
        ...(this.l2 === 0 ? [] : [tf.mul(tf.sum(tf.square(x)), this.l2)]),
      ];
      return (parts.length === 0 ? tf.scalar(0) : tf.addN(parts)) as tf.Scalar;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { l1: this.l1, l2: this.l2 };
  }
}

/** `l1 sum|x|`, 0.01 by default. */
export class L1 extends L1L2 {
  static override readonly className = "Flowers>L1";
  constructor(given: Pick<L1L2Options, "l1"> = {}) {
    const { l1 = 0.01 } = argumentsOf("L1", given, ["l1"]);
    super({ l1 });
  }
  override getConfig(): tf.serialization.ConfigDict {
    return { l1: this.l1 };
  }
}

/** `l2 sum x^2`, 0.01 by default. */
export class L2 extends L1L2 {
  static override readonly className = "Flowers>L2";
  constructor(given: Pick<L1L2Options, "l2"> = {}) {
    const { l2 = 0.01 } = argumentsOf("L2", given, ["l2"]);
    super({ l2 });
  }
  override getConfig(): tf.serialization.ConfigDict {
    return { l2: this.l2 };
  }
}

/** Arguments of {@link OrthogonalRegularizer}. */
export interface OrthogonalRegularizerOptions {
  /** Default 0.01. */
  readonly factor?: number;
  /** Whether rows or columns are to be orthogonal. Default `"rows"`. */
  readonly mode?: "rows" | "columns";
}

/** The mean magnitude of the dot products of different rows (or columns) of a matrix, each scaled to length 1. */
export class OrthogonalRegularizer extends TfRegularizer {
  static readonly className = "Flowers>OrthogonalRegularizer";
  readonly factor: number;
  readonly mode: "rows" | "columns";

  constructor(given: OrthogonalRegularizerOptions = {}) {
    super();
    const own = argumentsOf("OrthogonalRegularizer", given, ["factor", "mode"]);
    const { factor = 0.01, mode = "rows" } = own;
    this.factor = finiteNumber(factor, "factor", 0);
    if (mode !== "rows" && mode !== "columns") {
      throw new ModelZooError(
        "invalid-argument",
        `Invalid value for argument mode: expected one of "rows", "columns". Received: mode=${String(mode)}`,
      );
    }
    this.mode = mode;
  }

  override apply(x: tf.Tensor): tf.Scalar {
    if (x.rank !== 2) {
      throw new ModelZooError(
        "invalid-argument",
        `Inputs to OrthogonalRegularizer must have rank 2. Received: x.shape=[${x.shape.join(", ")}]`,
      );
    }
    return tf.tidy(() => {
      const axis = this.mode === "rows" ? 1 : 0;
      const squares = tf.sum(tf.square(x), axis, true);
      // tf.math.l2_normalize: x / sqrt(max(sum of squares, 1e-12))
      const unit = tf.div(x, tf.sqrt(tf.maximum(squares, 1e-12)));
      const products = tf.matMul(unit, unit, axis === 0, axis === 1);
      const count = products.shape[0] as number;
      const others = tf.mul(products, tf.sub(1, tf.eye(count)));
      const pairs = (count * (count - 1)) / 2;
      return tf.div(tf.mul(sumOfMagnitudes(others), 0.5 * this.factor), pairs) as tf.Scalar;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { factor: this.factor, mode: this.mode };
  }
}

/** The classes of this file, by Keras's name. */
export const regularizerClasses = { L1, L2, L1L2, OrthogonalRegularizer } as const;

for (const regularizer of Object.values(regularizerClasses)) {
  tf.serialization.registerClass(regularizer);
}
