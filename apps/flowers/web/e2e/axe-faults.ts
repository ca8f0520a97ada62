/** What axe finds wrong with the page as it is shown, in both lights and both languages. */
import { createRequire } from "node:module";
import type { Page } from "playwright";
import { type Language, languageNames } from "../text/language";
import { choose } from "./choose";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/**
 * One line for each fault: the light, the language, the rule, and the first element that breaks it. The page stays English and
 * light.
 *
 * @param part of the page; default: all of it
 */
export async function axeFaults(page: Page, part = "html"): Promise<string[]> {
  const found: string[] = [];
  await page.addScriptTag({ path: axePath });
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const language of ["ko", "en"] as const) {
      for (const fault of await faultsIn(page, part, language))
        found.push(`${colorScheme}, ${language}: ${fault}`);
    }
  }
  return found;
}

async function faultsIn(page: Page, part: string, language: Language): Promise<string[]> {
  await choose(page, languageNames[language]);
  return page.evaluate(async (selector) => {
    // Colours fade from light to dark; what counts is what stays. A fade that is cut off rejects, and another follows.
    const fades = (): Animation[] => document.getAnimations();
    while (fades().length > 0) await Promise.allSettled(fades().map(({ finished }) => finished));
    const { axe } = window as unknown as {
      axe: {
        run(within: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    return (await axe.run(selector)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }, part);
}
