/** Judges a trained classifier on a labelled data set: confusion matrix, precision and recall, and its worst mistakes. */
import type { PlotImage } from "@flowers/plot";
import { toProbabilities } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { pixelsOf } from "./pixels";

export interface Mistake {
  /** The picture that was judged, as bytes. */
  readonly image: PlotImage;
  /** Class indices. */
  readonly truth: number;
  readonly guess: number;
  /** Probability, 0 to 1, that the model gave to its wrong guess. */
  readonly confidence: number;
}

export interface Judgement {
  readonly accuracy: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** `confusion[truth][guess]` counts images. */
  readonly confusion: number[][];
  readonly precision: number[];
  readonly recall: number[];
  /** The mistakes made with the greatest confidence, worst first. */
  readonly worst: Mistake[];
}

/** Lets signals and messages in, which a backend that computes on this thread keeps out. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Batches of `{ xs: [batch, height, width, 3] float32 0 to 255, ys: [batch] int32 }`, or of features in place of pictures. */
export type LabelledBatches = AsyncIterable<{ xs: tf.Tensor; ys: tf.Tensor }>;

/** What {@link judge} needs to know. */
export interface JudgeOptions {
  readonly classes: number;
  readonly worstCount?: number;
  /** The picture of a row of a batch, and of its place in the whole data. Default: the row itself. */
  readonly pictureOf?: (xs: tf.Tensor, index: number, place: number) => Promise<PlotImage>;
  /** See `toProbabilities` of `@flowers/training`. */
  readonly temperature?: number;
  /** Told the probabilities, row-major `[batch, classes]`, and the class indices of each batch. */
  readonly onAnswers?: (probabilities: ArrayLike<number>, truths: ArrayLike<number>) => void;
  /** Ends the judging between two batches; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the model over every batch once. Disposes the batches; keeps no tensor.
 *
 * @param model gives logits or probabilities, `[batch, classes]`, or one unit for two classes
 */
export async function judge(
  model: tf.LayersModel,
  batches: LabelledBatches,
  {
    classes,
    worstCount = 12,
    pictureOf = (xs, index) => pixelsOf(xs as tf.Tensor4D, index),
    temperature = 1,
    onAnswers,
    signal,
  }: JudgeOptions,
): Promise<Judgement> {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const worst: Mistake[] = [];
  let total = 0;
  let right = 0;
  let lossSum = 0;
  for await (const { xs, ys } of batches) {
    const probabilities = tf.tidy(() =>
      toProbabilities(model, model.apply(xs, { training: false }) as tf.Tensor2D, { temperature }),
    );
    const [chances, truths] = await Promise.all([probabilities.data(), ys.data()]);
    onAnswers?.(chances, truths);
    for (let i = 0; i < truths.length; i++) {
      const row = chances.subarray(i * classes, (i + 1) * classes);
      const truth = truths[i] ?? 0;
      const guess = row.indexOf(Math.max(...row));
      const counts = confusion[truth];
      if (counts) counts[guess] = (counts[guess] ?? 0) + 1;
      total += 1;
      lossSum -= Math.log(Math.max(1e-7, row[truth] ?? 0));
      if (guess === truth) {
        right += 1;
        continue;
      }
      const confidence = row[guess] ?? 0;
      if (worst.length < worstCount || confidence > (worst.at(-1)?.confidence ?? 0)) {
        worst.push({ image: await pictureOf(xs, i, total - 1), truth, guess, confidence });
        worst.sort((a, b) => b.confidence - a.confidence);
        worst.length = Math.min(worst.length, worstCount);
      }
    }
    tf.dispose([xs, ys, probabilities]);
    await nextTask();
    signal?.throwIfAborted();
  }
  const column = (k: number): number => confusion.reduce((sum, row) => sum + (row[k] ?? 0), 0);
  const rowSum = (k: number): number => (confusion[k] ?? []).reduce((sum, n) => sum + n, 0);
  const hit = (k: number): number => confusion[k]?.[k] ?? 0;
  const each = <T>(f: (k: number) => T): T[] => Array.from({ length: classes }, (_, k) => f(k));
  return {
    accuracy: total ? right / total : 0,
    loss: total ? lossSum / total : 0,
    confusion,
    precision: each((k) => (column(k) ? hit(k) / column(k) : 0)),
    recall: each((k) => (rowSum(k) ? hit(k) / rowSum(k) : 0)),
    worst,
  };
}
