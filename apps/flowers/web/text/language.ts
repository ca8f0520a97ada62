/** Which language the page speaks: the visitor's choice, else the browser's. */
import { en, type Text } from "./en";
import { ko } from "./ko";

export type Language = "en" | "ko";

/** What each language calls itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

/** The words of each language. */
export const texts: Readonly<Record<Language, Text>> = { en, ko };

/**
 * The remembered language if it is one of ours, else the first of the browser's that is, else English.
 *
 * @example
 * ```ts
 * chooseLanguage(null, ["ko-KR", "en"]); // "ko"
 * ```
 */
export function chooseLanguage(remembered: string | null, wanted: readonly string[]): Language {
  if (remembered === "en" || remembered === "ko") return remembered;
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split("-");
    if (primary === "en" || primary === "ko") return primary;
  }
  return "en";
}
