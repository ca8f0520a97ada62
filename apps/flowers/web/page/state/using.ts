/** A photo and what the model says of it. */
import { computed, effect, signal, untracked } from "@preact/signals";

import { isGiven } from "../../../tutorial/confidence-threshold";
import type { ModelKind, Prediction } from "../../engine/contract";
import { announce } from "./announcing";
import { drawn } from "./drawn";
import { text } from "./preferences";
import { isBusy } from "./run-machine";
import { run } from "./running";
import { sentence } from "./sentence";
import { modelsVersion, sessionReady, usable } from "./session";
import { thresholdOf } from "./thresholds";
import { studio } from "./workers";

export interface Answer extends Omit<Prediction, "bitmap"> {
  /** The model that gave it. */
  readonly kind: ModelKind;
  readonly canvas: HTMLCanvasElement;
  /** What was asked about. */
  readonly photo: Blob;
}

export const answer = signal<Answer | null>(null);
export const looking = signal(false);
export const useFailure = signal<string | null>(null);
/** The model that the visitor chose; the better trained one until then. */
export const chosenModel = signal<ModelKind | null>(null);

/** The model that answers, or null while there is none. */
export const answeringModel = computed<ModelKind | null>(() => {
  const models = usable.value;
  const wanted = chosenModel.value;
  return wanted && models.includes(wanted) ? wanted : (models.at(-1) ?? null);
});

/** The photo that has its answer or waits for it. */
let photo: Blob | null = null;
/** Counts the questions: only the last one is answered. */
let questions = 0;

/** The sentence of the tutorial about an answer, in the page's language. */
export function answerSentence({ label, confidence, sentence: words }: Answer): string {
  const share = (100 * confidence).toFixed(2);
  if (isUnsure(confidence)) return text.value.use.unsure(label, share);
  return text.value.use.sentence(label, share, words);
}

/** Whether the visitor wants no answer from the model when it is no surer than this. */
export function isUnsure(confidence: number): boolean {
  const kind = answeringModel.value;
  return kind !== null && !isGiven(confidence, thresholdOf(kind));
}

/**
 * Asks the model about a photo. While the only model is being trained the photo waits for it, and as long as it is not known
 * what an earlier visit left.
 */
export async function classify(image: Blob): Promise<void> {
  if (image.type !== "" && !image.type.startsWith("image/")) {
    useFailure.value = text.peek().use.notImage;
    return;
  }
  const question = ++questions;
  const kind = answeringModel.peek();
  useFailure.value = null;
  if (!kind) {
    answer.value = null;
    if (!sessionReady.peek()) photo = image;
    else if (isBusy(run.peek())) putOff(image);
    else useFailure.value = text.peek().needsModel;
    return;
  }
  photo = image;
  looking.value = true;
  try {
    const { bitmap, ...rest } = await studio().classify(kind, image);
    if (question !== questions) {
      bitmap.close();
      return;
    }
    answer.value = { ...rest, canvas: drawn(bitmap), photo: image, kind };
    announce(answerSentence(answer.value));
  } catch (error) {
    if (question !== questions) return;
    answer.value = null;
    const training = isBusy(run.peek());
    // A training that begins takes the model away.
    if (training && !usable.peek().includes(kind)) putOff(image);
    else {
      useFailure.value = sentence(error);
      if (!training) photo = null;
    }
  }
  looking.value = false;
}

/** Keeps the photo until a model is trained; the step says so. */
function putOff(image: Blob): void {
  photo = image;
  announce(text.peek().use.later);
}

/** The same photo again when another model is there to answer. An answer stays while there is none. */
effect(() => {
  void modelsVersion.value;
  if (answeringModel.value) untracked(() => photo && void classify(photo));
});

effect(() => {
  if (sessionReady.value) untracked(() => photo && !answeringModel.peek() && void classify(photo));
});

export function clearAnswer(): void {
  questions++;
  photo = null;
  answer.value = null;
  looking.value = false;
  useFailure.value = null;
}
