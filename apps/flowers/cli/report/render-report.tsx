/** Tells a run's story in one self-contained HTML page, for somebody who was not there. */
import type { JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import {
  Confidence,
  Confusion,
  HowItWasRun,
  LearningCurves,
  Networks,
  NewPicture,
  Opening,
  Overfitting,
  type ShownMistake,
  TheData,
  WorstMistakes,
} from "./chapters";
import type { ReportContent } from "./content";
import { reportStyle } from "./style";

/** Renders the page. Pure but for `photoUri`: the same content gives the same bytes. */
export async function renderReport(content: ReportContent): Promise<string> {
  const mistakes = await Promise.all(
    content.models.map(({ judgement }) =>
      Promise.all(
        judgement.worst.map(async (mistake) => ({ mistake, uri: await content.photoUri(mistake) })),
      ),
    ),
  );
  return `<!doctype html>\n${renderToString(<Page content={content} mistakes={mistakes} />)}\n`;
}

function Page({
  content,
  mistakes,
}: {
  readonly content: ReportContent;
  readonly mistakes: readonly (readonly ShownMistake[])[];
}): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Flowers: {content.data.name}</title>
        <style dangerouslySetInnerHTML={{ __html: reportStyle }} />
      </head>
      <body>
        <main>
          <Opening content={content} />
          <TheData content={content} />
          <LearningCurves content={content} />
          <Overfitting content={content} />
          <Confusion content={content} />
          <Confidence content={content} />
          <WorstMistakes content={content} mistakes={mistakes} />
          <NewPicture content={content} />
          <Networks content={content} />
          <HowItWasRun content={content} />
        </main>
      </body>
    </html>
  );
}
