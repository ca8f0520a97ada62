/** What the report is told, and the figures and sentences that follow from it. */
import type { Calibration, RankedClass } from "@flowers/training";
import type { Judgement } from "../../tutorial/judge";
import { overfittingGap } from "../../tutorial/overfitting-gap";

/** One trained model as the report shows it. */
export interface ReportModel {
  readonly title: string;
  /** What was done to it, a sentence. */
  readonly description: string;
  /** Keras's keys: `loss`, `accuracy`, `val_loss`, `val_accuracy`, one value per epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** The layers in Keras's table form. */
  readonly summary: string;
  readonly parameters: number;
  readonly judgement: Judgement;
  /** Null where the confidence is left as it came. */
  readonly calibration: Calibration | null;
  /** SVG. */
  readonly curves: string;
  /** SVG. */
  readonly confusion: string;
  readonly secondsPerEpoch: number;
  readonly imagesPerSecond: number;
}

export interface ReportData {
  readonly name: string;
  /** True for the painted sample set, which must never be taken for photos. */
  readonly painted: boolean;
  readonly classNames: readonly string[];
  readonly countsByClass: readonly number[];
  readonly training: number;
  readonly validation: number;
  /** What is wrong with the photos, a sentence or a line of a list each. */
  readonly advice: readonly string[];
}

export interface ReportContent {
  readonly madeAt: Date;
  readonly data: ReportData;
  readonly photosSvg: string;
  readonly augmentedSvg: string;
  readonly overlaySvg: string;
  readonly models: readonly ReportModel[];
  readonly prediction: {
    readonly sentence: string;
    /** A data address. */
    readonly image: string;
    /** Likeliest first. */
    readonly ranking: readonly RankedClass[];
    /** The same from the pretrained network, where there is one. */
    readonly beyond: {
      readonly title: string;
      readonly sentence: string;
      readonly ranking: readonly RankedClass[];
    } | null;
  };
  /** Makes a PNG data address of a mistake's photo. */
  readonly photoUri: (mistake: Judgement["worst"][number]) => Promise<string>;
  readonly timings: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** `12.3 %`, with a space that does not break. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}\u00a0%`;
}

/** What the pictures are called. */
export function nounOf({ painted }: ReportData): string {
  return painted ? "sample pictures" : "photos";
}

/** The last value of a curve; NaN where there is none. */
export function lastOf({ history }: Pick<ReportModel, "history">, name: string): number {
  return history[name]?.at(-1) ?? Number.NaN;
}

/** The overfitting gap; NaN where there is none. */
export function gapOf({ history }: Pick<ReportModel, "history">): number {
  return overfittingGap(history) ?? Number.NaN;
}

/** The whole run in two to four sentences. */
export function story({ data, models }: ReportContent): string {
  const [first, second, third] = models;
  if (!first) return "";
  const epochs = (model: ReportModel): number => model.history["accuracy"]?.length ?? 0;
  const start =
    `A small convolutional network looked at ${data.training} ${nounOf(data)} for ${epochs(first)} epochs. ` +
    `It learned to name ${percent(lastOf(first, "accuracy"))} of them, but only ${percent(lastOf(first, "val_accuracy"))} of pictures it had never seen.`;
  if (!second) return start;
  const end = third
    ? ` Beyond the tutorial, a network that had learned from a million other photos names ${percent(third.judgement.accuracy)} of them.`
    : "";
  return (
    `${start} A second network saw every picture flipped, rotated and zoomed in a new way in each of ${epochs(second)} epochs, ` +
    `and lost a fifth of its features at random: it names ${percent(lastOf(second, "val_accuracy"))} of unseen pictures, ` +
    `with ${percent(Math.abs(gapOf(second)))} between training and validation instead of ${percent(Math.abs(gapOf(first)))}.${end}`
  );
}

/** What augmentation and dropout did about overfitting. */
export function gapSentence([first, second]: readonly ReportModel[]): string {
  if (!first) return "";
  const before = gapOf(first);
  if (!second)
    return `After the last epoch, training accuracy is ${percent(before)} above validation accuracy.`;
  const after = gapOf(second);
  const verdict = after < before ? "narrowed" : "did not narrow";
  return `Augmentation and dropout ${verdict} the gap between training and validation accuracy: ${percent(before)} before, ${percent(after)} after.`;
}
