/** One question at a time, answered in a dialog. */
import { signal } from "@preact/signals";

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

/** The question that is being asked, or null. */
export const asked = signal<Asked | null>(null);

/** Asks, and resolves with the answer. */
export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null;
        resolve(yes);
      },
    };
  });
}
