/** Which predictions lie above thresholds, by Keras's two rules. */
import * as tf from "@tensorflow/tfjs";

/** Thresholds in rising or any order, and how Keras compares predictions with them. */
export interface Thresholds {
  readonly values: readonly number[];
  /**
   * Null compares each prediction with each threshold. Where thresholds are evenly spaced from 0 to 1, Keras finds the
   * interval of a prediction by its place among them instead; `"open"` leaves a prediction of 0 below the first
   * threshold, `"closed"` above it (for AUC, whose ends lie just outside 0..1).
   */
  readonly even: "open" | "closed" | null;
}

/** Whether values are evenly spaced from 0 to 1, within the tolerances of `np.allclose` that Keras uses. */
export function areEven(values: readonly number[]): boolean {
  const last = values.length - 1;
  return (
    last >= 2 &&
    values.every((value, i) => {
      const even = Math.fround(Math.fround(i) / last);
      return Math.abs(value - even) <= 1e-7 + 1e-5 * even;
    })
  );
}

/** The thresholds `0, 1 / (count - 1), ..., 1`. */
export function evenlySpaced(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / (count - 1));
}

/**
 * Whether predictions `[...]` are above thresholds: float32 `[thresholds, ...]`. Runs in a tidy.
 *
 * For even ones the place of p among n is `ceil(p (n - 1)) - 1`, in float32, as in Keras: the two round alike.
 */
export function above(predictions: tf.Tensor, { values, even }: Thresholds): tf.Tensor {
  const along = (each: readonly number[]): tf.Tensor =>
    tf.reshape(tf.tensor1d([...each]), [each.length, ...predictions.shape.map(() => 1)]);
  const one = tf.expandDims(predictions, 0);
  if (even === null) return tf.cast(tf.greater(one, along(values)), "float32");
  const place = tf.ceil(tf.mul(tf.clipByValue(one, 0, 1), values.length - 1));
  const interval = tf.sub(place, 1);
  const reached = even === "closed" ? tf.relu(interval) : interval;
  return tf.cast(tf.greaterEqual(reached, along(values.map((_, i) => i))), "float32");
}
