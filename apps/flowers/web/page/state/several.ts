/** Several photos at once, each with its answer. */
import { signal } from "@preact/signals";

import { drawn } from "./drawn";
import { sentence } from "./sentence";
import { answeringModel, classify, useFailure } from "./using";
import { studio } from "./workers";

export interface PhotoAnswer {
  readonly file: File;
  readonly canvas: HTMLCanvasElement;
  readonly label: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** In the order in which they were given; empty where one photo at most was given. */
export const photoAnswers = signal<readonly PhotoAnswer[]>([]);

/** Counts what was asked: only the last is answered. */
let asked = 0;

/** Asks the model about photos, one after the other; one alone has the whole answer at once. */
export async function classifyAll(files: readonly File[]): Promise<void> {
  const question = ++asked;
  const photos = files.filter(({ type }) => type === "" || type.startsWith("image/"));
  const [first] = photos.length > 0 ? photos : files;
  const kind = answeringModel.peek();
  photoAnswers.value = [];
  if (!first) return;
  await classify(first);
  if (photos.length < 2 || !kind) return;
  for (const file of photos) {
    try {
      const { bitmap, label, confidence } = await studio().classify(kind, file);
      if (question !== asked) return bitmap.close();
      const canvas = drawn(bitmap);
      photoAnswers.value = [...photoAnswers.value, { file, canvas, label, confidence }];
    } catch (error) {
      if (question !== asked) return;
      useFailure.value = `${file.name}: ${sentence(error)}`;
    }
  }
}

export function clearPhotoAnswers(): void {
  asked++;
  photoAnswers.value = [];
}
