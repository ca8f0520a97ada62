/**
 * Temperature scaling: one number that makes a classifier as sure as it is right. Classes keep their order, and so accuracy stays.
 * C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On Calibration of Modern Neural Networks", 2017.
 */
import { type Answers, checkAnswers } from "./answers";
import { calibrationError } from "./expected-calibration-error";

/** What a calibration came to. */
export interface Calibration {
  /** Logits are divided by it. Above 1: the model was too sure. */
  readonly temperature: number;
  /** How many answers it was fitted to. */
  readonly samples: number;
  /** Mean cross-entropy in nats, on the answers it was fitted to. */
  readonly loss: { readonly before: number; readonly after: number };
  /** See {@link expectedCalibrationError}; on the answers it was fitted to. */
  readonly expectedCalibrationError: { readonly before: number; readonly after: number };
}

/** Temperatures beyond these are those of a model that learned nothing, or of labels that are not its own. */
const [coldest, hottest] = [0.01, 100];

/** A float32 probability that became 0 was one of about e^-104. */
const leastLog = -104;

/**
 * Finds the temperature at which the model's answers on photos that it was not trained on have the least cross-entropy. So that
 * a few photos that are all right do not make it boundlessly sure, the truth counts as `(n + 1) / (n + 2)` of an answer, as in
 * Platt's method (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999): with many photos that is nothing.
 *
 * Give {@link toProbabilities} and `classify` the temperature. Deterministic.
 *
 * @param probabilities of the validation part at temperature 1, row-major `[samples, classes]`
 * @param labels class indices, `[samples]`
 * @throws TrainingError `invalid-argument` without samples, for sizes that do not fit, or a label that is no class
 * @example
 * ```ts
 * const { temperature } = calibrateTemperature(probabilities, labels);
 * const [best] = await classify(model, photo, classNames, { temperature });
 * ```
 */
export function calibrateTemperature(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
): Calibration {
  const answers = checkAnswers("calibrateTemperature", probabilities, labels);
  const logits = answers.rows.map((row) => row.map((p) => Math.max(Math.log(p), leastLog)));
  const temperature = leastLoss(logits, answers);
  const calibrated = {
    ...answers,
    rows: logits.map((row) => softmax(row, 1 / temperature)),
  };
  return {
    temperature,
    samples: answers.rows.length,
    loss: { before: meanLoss(answers), after: meanLoss(calibrated) },
    expectedCalibrationError: {
      before: calibrationError(answers),
      after: calibrationError(calibrated),
    },
  };
}

/** The loss is convex in 1 / temperature: where its slope changes sign, by bisection. */
function leastLoss(logits: readonly (readonly number[])[], { labels, classes }: Answers): number {
  const truth = (labels.length + 1) / (labels.length + 2);
  const other = (1 - truth) / (classes - 1);
  const wanted = logits.map((row, i) =>
    row.reduce((sum, z, k) => sum + z * (k === labels[i] ? truth : other), 0),
  );
  // d loss / d(1 / temperature) = mean of: the logit that the model expects, less the one that is right
  const slope = (inverse: number): number =>
    logits.reduce((sum, row, i) => {
      const chances = softmax(row, inverse);
      const expected = row.reduce((all, z, k) => all + z * (chances[k] ?? Number.NaN), 0);
      return sum + expected - (wanted[i] ?? Number.NaN);
    }, 0);
  let [low, high] = [1 / hottest, 1 / coldest];
  if (slope(low) >= 0) return hottest;
  if (slope(high) <= 0) return coldest;
  for (let i = 0; i < 40; i++) {
    const middle = Math.sqrt(low * high);
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 1 / Math.sqrt(low * high);
}

function softmax(logits: readonly number[], scale: number): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - largest) * scale));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

function meanLoss({ rows, labels }: Answers): number {
  const losses = rows.map((row, i) => {
    const chance = row[labels[i] ?? -1] ?? Number.NaN;
    return -Math.max(Math.log(chance), leastLog);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
