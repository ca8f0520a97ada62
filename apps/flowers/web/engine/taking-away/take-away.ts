/** A trained model in a page of its own, as a zip. */
import { address } from "virtual:taken-away";
import { directionsOf } from "../../../tutorial/direction";
import { isTransferKind } from "../../../tutorial/model-kinds";
import type { TakenAwayFile } from "../../taken-away/contract";
import { takenAwayEn } from "../../text/parts/taken-away-en";
import { takenAwayKo } from "../../text/parts/taken-away-ko";
import type { Language } from "../../text/language";
import type { ModelKind } from "../contract";
import type { TakenPage } from "../contract/taking-away";
import { learnedBy } from "../explaining/learned";
import { storedModelFiles } from "../storage/model-store";
import { finishedRun } from "../storage/run-store";
import { zipped } from "../zip-files";
import { strToU8 } from "fflate";
import { pageWithModel } from "./page-with-model";

/**
 * @param threshold answers at least this sure are given, 0 to 1
 * @throws Error when the model is not trained, or the page to take away cannot be fetched
 */
export async function takeAway(
  kind: ModelKind,
  language: Language,
  threshold: number,
): Promise<TakenPage> {
  const { classNames } = await finishedRun(kind);
  const model = await storedModelFiles(kind);
  const { page, licences } = await fetched();
  // A network of its own sees other things than the pretrained one, which would have to come along.
  const learned = isTransferKind(kind) ? await learnedBy(kind) : null;
  const directions = directionsOf(learned?.vectors ?? []);
  const familiarity = learned?.familiarity ?? null;
  const html = await pageWithModel(
    page,
    { language, classNames, threshold, familiarity },
    model,
    directions.buffer,
  );
  const known = learned && {
    pictures: learned.vectors.length,
    bytes: base64Length(directions.byteLength),
  };
  const { readme } = language === "ko" ? takenAwayKo : takenAwayEn;
  const bytes = await zipped({
    "index.html": strToU8(html),
    "README.txt": strToU8(readme({ classes: classNames.join(", "), threshold, known })),
    "LICENSES.txt": strToU8(licences),
  });
  return {
    name: `flowers-${kind}-page.zip`,
    blob: new Blob([bytes], { type: "application/zip" }),
    known,
  };
}

/** Four letters for three bytes. */
const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3);

async function fetched(): Promise<TakenAwayFile> {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok)
    throw new Error(
      "A part of this page could not be loaded: connect to the network, and try again.",
    );
  return (await response.json()) as TakenAwayFile;
}
