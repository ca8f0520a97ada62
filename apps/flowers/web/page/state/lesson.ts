/** The lesson that the page was opened with, if it was, and the words of lessons. */
import { computed, effect, signal, untracked } from "@preact/signals";

import { modelKindNames } from "../../engine/contract";
import type { Language } from "../../text/language";
import type { LessonWords } from "../../text/lesson/lesson";
import { lessonAddress, readLesson } from "./lesson-address";
import { language, setLanguage } from "./preferences";
import { remember, remembered } from "./remembered";
import { isBusy } from "./run-machine";
import { run } from "./running";
import { models, sessionReady, settings } from "./session";
import { usualSettings } from "./usual-settings";

/** The address' part; remembered, since the steps' own take its place while the visitor walks through them. */
const taught = signal<string | null>(remembered("lesson"));

/** Whether the steps open with their lessons. */
export const isLesson = computed(() => taught.value !== null);

/** The address of a lesson with the form's settings, in the page's language. */
export const addressToCopy = computed(
  () =>
    `${location.origin}${location.pathname}${location.search}${lessonAddress(language.value, settings.value)}`,
);

/** Takes over the lesson in the page's address: at once, and when another is put there. */
export function followLesson(): void {
  take();
  addEventListener("hashchange", take);
  let applied: string | null = null;
  // The form's settings are the last visit's until here; a lesson gives others where nothing is trained yet.
  effect(() => {
    const hash = taught.value;
    if (!sessionReady.value || hash === null || hash === applied) return;
    applied = hash;
    untracked(() => {
      const lesson = readLesson(hash, usualSettings);
      const isFresh = modelKindNames.every((kind) => models.value[kind].status === "none");
      if (lesson && isFresh && !isBusy(run.value)) settings.value = lesson.settings;
    });
  });
}

function take(): void {
  const lesson = readLesson(location.hash, usualSettings);
  if (!lesson) return;
  taught.value = location.hash;
  remember("lesson", location.hash);
  if (lesson.language) setLanguage(lesson.language);
}

const words = signal<Partial<Record<Language, LessonWords>>>({});

/** The lesson's words in the page's language; null while they are on their way. */
export const lessonWords = computed(() => words.value[language.value] ?? null);

/** Fetches them, for whoever shows a lesson. */
export async function loadLesson(spoken: Language): Promise<void> {
  if (words.peek()[spoken]) return;
  const found =
    spoken === "ko"
      ? (await import("../../text/lesson/lesson-ko")).lessonKo
      : (await import("../../text/lesson/lesson-en")).lessonEn;
  words.value = { ...words.peek(), [spoken]: found };
}
