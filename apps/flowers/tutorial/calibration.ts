/** Judges a model on the validation photos, and finds the temperature at which it is as sure as it is right. */
import { type Calibration, calibrateTemperature } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { judge, type JudgeOptions, type Judgement, type LabelledBatches } from "./judge";

/** From fewer photos a temperature would be chance. */
const fewestPhotos = 20;

export interface Judged {
  readonly judgement: Judgement;
  /** Null where there are too few photos for it. */
  readonly calibration: Calibration | null;
  readonly photos: number;
  /** What the model said, at temperature 1, row-major `[photos, classes]`. */
  readonly probabilities: readonly number[];
  /** Class indices, `[photos]`. */
  readonly labels: readonly number[];
}

export async function judgeAndCalibrate(
  model: tf.LayersModel,
  batches: LabelledBatches,
  options: Omit<JudgeOptions, "onAnswers">,
): Promise<Judged> {
  const probabilities: number[] = [];
  const labels: number[] = [];
  const judgement = await judge(model, batches, {
    ...options,
    onAnswers: (chances, truths) => {
      for (const chance of Array.from(chances)) probabilities.push(chance);
      for (const truth of Array.from(truths)) labels.push(truth);
    },
  });
  const photos = labels.length;
  const isEnough = photos >= fewestPhotos;
  const calibration = isEnough ? calibrateTemperature(probabilities, labels) : null;
  return { judgement, calibration, photos, probabilities, labels };
}

/** What the calibration came to. */
export function calibrationSentence({
  calibration,
  photos,
}: Pick<Judged, "calibration" | "photos">): string {
  if (!calibration)
    return `Too few validation photos (${photos}, at least ${fewestPhotos}) to calibrate the confidence`;
  const { before, after } = calibration.expectedCalibrationError;
  return `Confidence calibrated on the ${photos} validation photos: temperature ${calibration.temperature.toFixed(2)}, expected calibration error ${before.toFixed(3)} before, ${after.toFixed(3)} after`;
}
