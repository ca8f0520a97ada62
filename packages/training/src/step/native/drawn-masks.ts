/** The masks of one batch: drawn as layers ask for them, and given again in the same order when the batch is run again. */
import * as tf from "@tensorflow/tfjs";
import type { BatchRows, DrawingLayer, MaskSource } from "@flowers/random";
import { nativeBackend } from "./native-backend";
import { NotCompilable } from "./not-compilable";
import type { NamedTensors } from "./recorded-step";
import { unrecorded } from "./recording";

/** A layer that asked, and for what. */
export interface Asked {
  readonly layer: DrawingLayer<tf.Tensor>;
  readonly inputShape: readonly number[];
}

export class DrawnMasks implements MaskSource<tf.Tensor> {
  readonly #drawn: (Asked & { readonly mask: tf.Tensor })[] = [];
  #next = 0;

  readonly #rows: BatchRows | undefined;

  /**
   * @param asked what is drawn at once, in the order in which layers will ask
   * @param rows on a cluster, the rows of the batch of all workers that masks are asked for
   */
  constructor(asked: readonly Asked[] = [], rows?: BatchRows) {
    this.#rows = rows;
    for (const { layer, inputShape } of asked) this.#draw(layer, inputShape);
  }

  #draw(layer: DrawingLayer<tf.Tensor>, inputShape: readonly number[]): tf.Tensor {
    // The next step is fed others: how these come about is no part of a step.
    const mask = unrecorded(nativeBackend(), () =>
      tf.keep(this.#rows ? ofRows(layer, inputShape, this.#rows) : layer.drawMask(inputShape)),
    );
    this.#drawn.push({ layer, inputShape: [...inputShape], mask });
    return mask;
  }

  next(layer: DrawingLayer<tf.Tensor>, inputShape: readonly number[]): tf.Tensor {
    const known = this.#drawn[this.#next];
    this.#next += 1;
    return known?.mask ?? this.#draw(layer, inputShape);
  }

  /** The batch is run again, with the same masks. */
  rewind(): void {
    this.#next = 0;
  }

  /** Who asked so far, in order. */
  get asked(): readonly Asked[] {
    return this.#drawn;
  }

  /** The masks by the names of a step's inputs. */
  get tensors(): NamedTensors {
    return Object.fromEntries(this.#drawn.map(({ mask }, i) => [`mask_${i}`, mask]));
  }

  dispose(): void {
    tf.dispose(this.#drawn.map(({ mask }) => mask));
  }
}

/**
 * A mask that is drawn for the whole batch, of which these rows are taken. A layer may be given several rows for each sample
 * (a time step, say), and a mask may be one for all rows.
 */
function ofRows(
  layer: DrawingLayer<tf.Tensor>,
  inputShape: readonly number[],
  { start, count, of }: BatchRows,
): tf.Tensor {
  const held = Math.max(count, 1);
  const [rows = 1, ...rest] = inputShape;
  const each = rows / held;
  if (!Number.isInteger(each)) throw new NotCompilable("a layer draws for part of a batch");
  return tf.tidy(() => {
    const whole = layer.drawMask([each * of, ...rest]);
    if (whole.shape[0] !== each * of) return whole;
    return tf.slice(whole, (count === 0 ? 0 : start) * each, rows);
  });
}
