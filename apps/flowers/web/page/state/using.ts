/** A photo and what the model says of it. */
import { signal } from "@preact/signals";

import type { ModelKind, Prediction } from "../../engine/contract";
import { announce } from "./announcing";
import { drawn } from "./drawn";
import { text } from "./preferences";
import { sentence } from "./sentence";
import { usable } from "./session";
import { studio } from "./workers";

export interface Answer extends Omit<Prediction, "bitmap"> {
  readonly canvas: HTMLCanvasElement;
}

export const answer = signal<Answer | null>(null);
export const looking = signal(false);
export const useFailure = signal<string | null>(null);
/** The model that the visitor chose; the better trained one until then. */
export const chosenModel = signal<ModelKind | null>(null);

let photo: Blob | null = null;

/** The model that answers, or null while there is none. */
export function answeringModel(): ModelKind | null {
  const models = usable.value;
  const wanted = chosenModel.value;
  return wanted && models.includes(wanted) ? wanted : (models.at(-1) ?? null);
}

/** The sentence of the tutorial about an answer, in the page's language. */
export function answerSentence({ label, confidence, sentence: words }: Answer): string {
  const share = (100 * confidence).toFixed(2);
  return text.value.use.sentence(label, share, words);
}

/** Asks the model about a photo. */
export async function classify(image: Blob): Promise<void> {
  const kind = answeringModel();
  if (!kind) {
    useFailure.value = text.peek().needsModel;
    return;
  }
  if (image.type !== "" && !image.type.startsWith("image/")) {
    useFailure.value = text.peek().use.notImage;
    return;
  }
  photo = image;
  looking.value = true;
  useFailure.value = null;
  try {
    const { bitmap, ...rest } = await studio().classify(kind, image);
    if (photo !== image) {
      bitmap.close();
      return;
    }
    answer.value = { ...rest, canvas: drawn(bitmap) };
    announce(answerSentence(answer.value));
  } catch (error) {
    useFailure.value = sentence(error);
  }
  looking.value = false;
}

/** The same photo again, after another model was chosen. */
export async function classifyAgain(): Promise<void> {
  if (photo && answeringModel()) await classify(photo);
}

export function clearAnswer(): void {
  photo = null;
  answer.value = null;
  useFailure.value = null;
}
