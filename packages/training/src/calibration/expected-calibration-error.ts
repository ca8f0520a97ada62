/** How far a classifier's confidence is from its accuracy. */
import { type Answers, checkAnswers } from "./answers";

/** Bins of confidence, equally wide, as Guo et al. have them. */
const binCount = 15;

/**
 * The expected calibration error: answers are sorted into 15 equally wide bins of confidence, and the distance between mean
 * confidence and accuracy in each bin is averaged, every bin weighing as many as its answers. 0 is a classifier that is right in
 * 80 of 100 answers in which it is 80 percent sure. From 0 to 1.
 *
 * C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks", 2017.
 *
 * @param probabilities row-major `[samples, classes]`
 * @param labels class indices, `[samples]`
 * @throws TrainingError `invalid-argument` without samples, for sizes that do not fit, or a label that is no class
 * @example
 * ```ts
 * expectedCalibrationError([0.9, 0.1, 0.9, 0.1], [0, 1]); // 0.4: sure to 0.9, right in one of two
 * ```
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): number {
  return calibrationError(checkAnswers("expectedCalibrationError", probabilities, labels));
}

/** Of answers that were checked. */
export function calibrationError({ rows, labels }: Answers): number {
  const gaps = new Float64Array(binCount);
  for (const [i, row] of rows.entries()) {
    const confidence = Math.max(...row);
    const isRight = row.indexOf(confidence) === labels[i];
    // Bins are open below, closed above: a confidence of 1 is in the last.
    const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1));
    gaps[bin] = (gaps[bin] ?? Number.NaN) + (isRight ? 1 : 0) - confidence;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / rows.length;
}
