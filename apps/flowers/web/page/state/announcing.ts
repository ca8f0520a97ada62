/** One sentence at a time for screen readers. */
import { signal } from "@preact/signals";

/** What the page's polite live region says. */
export const announcement = signal("");

export function announce(words: string): void {
  announcement.value = words;
}
