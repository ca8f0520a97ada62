/** Holds the step while something runs, so that what runs inside it (an `evaluate` in a callback) shares it. */
import * as tf from "@tensorflow/tfjs";
import { currentCluster } from "../cluster/current-cluster";
import { makeEagerStep, makeStep } from "../step/make-step";
import { nativeBackend } from "../step/native/native-backend";
import type { Step, StepParts } from "../step/step";

/** Whether batches run as one TensorFlow graph. */
export interface Compiled {
  readonly compiled: boolean;
  /** Why they do not; null while they do. */
  readonly reason: string | null;
}

export interface StepWish {
  /** Whether a batch whose loss is not finite is left out of the weights. */
  readonly gated: boolean;
  /** Batches to come, if that is known; a few are not worth a graph. */
  readonly batches: number | null;
}

/** Recording a step costs about as much as two batches. */
const fewBatches = 2;

export class StepHolder {
  readonly #parts: Omit<StepParts, "gated">;
  #step: Step | null = null;
  /** For which backend and wish the step was made. */
  #made = "";
  #runs = 0;
  #told = false;
  #last: string | null | undefined;

  constructor(parts: Omit<StepParts, "gated">) {
    this.#parts = parts;
  }

  /** Runs work with a step that is freed afterwards; inside of such work, with the same step. */
  async during<T>(wish: StepWish, work: (step: Step) => Promise<T>): Promise<T> {
    const few = wish.batches !== null && wish.batches <= fewBatches;
    if (this.#runs === 0 && few && !currentCluster()) {
      const parts = { ...this.#parts, gated: wish.gated };
      const step = makeEagerStep(parts, "there are few batches");
      try {
        return await work(step);
      } finally {
        step.dispose();
      }
    }
    this.#runs += 1;
    try {
      return await work(this.keep(wish.gated));
    } finally {
      this.#runs -= 1;
      if (this.#runs === 0) this.release();
    }
  }

  /** A step that is held until {@link release}, for loops that come back with every batch. */
  keep(gated: boolean): Step {
    const made = `${tf.getBackend()} ${gated}`;
    if (this.#step && (this.#runs > 1 || made === this.#made)) return this.#step;
    this.release();
    this.#made = made;
    this.#step = makeStep({ ...this.#parts, gated });
    return this.#step;
  }

  /** Whether something runs. */
  get busy(): boolean {
    return this.#runs > 0;
  }

  /** Makes the model's weights and the optimizer's slots current. */
  settle(): void {
    this.#step?.settle();
  }

  release(): void {
    if (!this.#step) return;
    this.#last = this.#step.refusal;
    this.#step.dispose();
    this.#step = null;
  }

  /** What to tell about a model that native TensorFlow runs op by op, once; else null. */
  refusalNotice(): string | null {
    const reason = this.#step?.refusal ?? null;
    if (this.#told || reason === null || !nativeBackend()) return null;
    this.#told = true;
    return `The training step is not compiled: ${reason}. It runs operation by operation, which is slower.`;
  }

  /** As the running step says, or the last one; before the first, as far as can be told from the model. */
  get compiled(): Compiled {
    const last = this.#step ? this.#step.refusal : this.#last;
    const reason = last === undefined ? makeStep({ ...this.#parts, gated: true }).refusal : last;
    return { compiled: reason === null, reason };
  }
}
