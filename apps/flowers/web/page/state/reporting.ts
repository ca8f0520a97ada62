/** The report: its drawings and pictures are made when it is asked for, and stay until the next one. */
import { signal } from "@preact/signals";

import type { Appearance, ModelKind } from "../../engine/contract";
import { drawn } from "./drawn";
import { guarded } from "./keeping";
import { language, text } from "./preferences";
import { models, withCurves } from "./session";
import { studio } from "./workers";

export interface ReportedModel {
  readonly kind: ModelKind;
  /** The confusion matrix' address. */
  readonly confusion: string;
  readonly mistakes: readonly HTMLCanvasElement[];
}

export interface Report {
  readonly date: Date;
  /** The curves' address; null where no model has any. */
  readonly curves: string | null;
  readonly judged: readonly ReportedModel[];
}

/** null until one is asked for. */
export const report = signal<Report | null>(null);

/** Makes the report and opens the browser's print dialog. */
export function printReport(): Promise<void> {
  return guarded(async () => {
    const before = report.value;
    report.value = await makeReport();
    for (const address of addressesOf(before)) URL.revokeObjectURL(address);
    await new Promise(requestAnimationFrame); // it is drawn before
    const images = [...document.querySelectorAll<HTMLImageElement>(".report img")];
    await Promise.all(images.map((image) => image.decode()));
    print();
    return text.peek().report.ready;
  });
}

async function makeReport(): Promise<Report> {
  const appearance: Appearance = { dark: false, width: 900, language: language.peek() };
  const records = models.peek();
  const histories = Object.fromEntries(
    withCurves.peek().map((kind) => [kind, records[kind].history]),
  );
  const svg = await studio().drawCurves(histories, appearance);
  const judged: ReportedModel[] = [];
  for (const kind of Object.keys(records) as ModelKind[]) {
    if (!records[kind].judgement) continue;
    const matrix = await studio().drawConfusion(kind, { ...appearance, width: 420 });
    const mistakes = (await studio().mistakes(kind)).map(drawn);
    judged.push({ kind, confusion: addressOf(matrix), mistakes });
  }
  return { date: new Date(), curves: svg === "" ? null : addressOf(svg), judged };
}

const addressOf = (svg: string): string =>
  URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));

function addressesOf(made: Report | null): string[] {
  if (!made) return [];
  return [...(made.curves ? [made.curves] : []), ...made.judged.map(({ confusion }) => confusion)];
}
