/** The masks of one batch: drawn as layers ask for them, and given again in the same order when the batch is run again. */
import * as tf from "@tensorflow/tfjs";
import type { DrawingLayer, MaskSource } from "@flowers/random";
import type { NamedTensors } from "./recorded-step";

/** A layer that asked, and for what. */
export interface Asked {
  readonly layer: DrawingLayer<tf.Tensor>;
  readonly inputShape: readonly number[];
}

export class DrawnMasks implements MaskSource<tf.Tensor> {
  readonly #drawn: (Asked & { readonly mask: tf.Tensor })[] = [];
  #next = 0;

  /** @param asked what is drawn at once, in the order in which layers will ask */
  constructor(asked: readonly Asked[] = []) {
    for (const { layer, inputShape } of asked) this.#draw(layer, inputShape);
  }

  #draw(layer: DrawingLayer<tf.Tensor>, inputShape: readonly number[]): tf.Tensor {
    const mask = tf.keep(layer.drawMask(inputShape));
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
