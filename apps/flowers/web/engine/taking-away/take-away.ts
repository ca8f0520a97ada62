/** A trained model in a page of its own, as a zip. */
import { address } from "virtual:taken-away";
import type { TakenAwayFile } from "../../taken-away/contract";
import { takenAwayEn } from "../../text/parts/taken-away-en";
import { takenAwayKo } from "../../text/parts/taken-away-ko";
import type { Language } from "../../text/language";
import type { Download, ModelKind } from "../contract";
import { storedModelFiles } from "../storage/model-store";
import { finishedRun } from "../storage/run-store";
import { zipped } from "../zip-files";
import { strToU8 } from "fflate";
import { pageWithModel } from "./page-with-model";

/** @throws Error when the model is not trained, or the page to take away cannot be fetched */
export async function takeAway(kind: ModelKind, language: Language): Promise<Download> {
  const { classNames } = await finishedRun(kind);
  const model = await storedModelFiles(kind);
  const { page, licences } = await fetched();
  const words = language === "ko" ? takenAwayKo : takenAwayEn;
  const html = await pageWithModel(page, { language, classNames }, model);
  const bytes = await zipped({
    "index.html": strToU8(html),
    "README.txt": strToU8(words.readme(classNames.join(", "))),
    "LICENSES.txt": strToU8(licences),
  });
  return {
    name: `flowers-${kind}-page.zip`,
    blob: new Blob([bytes], { type: "application/zip" }),
  };
}

async function fetched(): Promise<TakenAwayFile> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok)
    throw new Error(
      "A part of this page could not be loaded: connect to the network, and try again.",
    );
  return (await response.json()) as TakenAwayFile;
}
