/** Language and light: the visitor's choices, applied to the document and remembered. */
import { computed, effect, signal } from "@preact/signals";

import { chooseLanguage, type Language, texts } from "../../text/language";
import { remember, remembered } from "./remembered";

export type Theme = "system" | "light" | "dark";

const keptTheme = remembered("theme");

export const language = signal<Language>(
  chooseLanguage(remembered("language"), navigator.languages),
);
export const theme = signal<Theme>(
  keptTheme === "light" || keptTheme === "dark" ? keptTheme : "system",
);

/** The words of the page's language. */
export const text = computed(() => texts[language.value]);

export function setLanguage(value: Language): void {
  language.value = value;
  remember("language", value);
}

export function setTheme(value: Theme): void {
  theme.value = value;
  remember("theme", value === "system" ? null : value);
}

effect(() => {
  document.documentElement.lang = language.value;
  document.title = text.value.title;
});

effect(() => {
  if (theme.value === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme.value;
});
