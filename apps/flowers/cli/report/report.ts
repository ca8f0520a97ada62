/** Tells a run's story in one self-contained HTML page, for somebody who was not there. */
import type { RankedClass } from "@flowers/training";
import type { Judgement } from "../../tutorial/judge";
import { overfittingGap } from "../../tutorial/overfitting-gap";
import { formatSeconds } from "../run/timings";
import { figure, Html, html, table } from "./html";
import { reportStyle } from "./style";

/** One trained model as the report shows it. */
export interface ReportModel {
  readonly title: string;
  /** What was done to it, a sentence. */
  readonly description: string;
  /** Keras's keys: `loss`, `accuracy`, `val_loss`, `val_accuracy`, a value an epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** The layers in Keras's table form. */
  readonly summary: string;
  readonly parameters: number;
  readonly judgement: Judgement;
  readonly curves: string;
  readonly confusion: string;
  readonly secondsPerEpoch: number;
  readonly imagesPerSecond: number;
}

export interface ReportContent {
  readonly madeAt: Date;
  readonly data: {
    readonly name: string;
    /** True for the painted sample set, which must never be taken for photos. */
    readonly painted: boolean;
    readonly classNames: readonly string[];
    readonly countsByClass: readonly number[];
    readonly training: number;
    readonly validation: number;
  };
  readonly photosSvg: string;
  readonly augmentedSvg: string;
  readonly overlaySvg: string;
  readonly models: readonly ReportModel[];
  readonly prediction: {
    readonly sentence: string;
    readonly image: string;
    /** Likeliest first. */
    readonly ranking: readonly RankedClass[];
  };
  /** Makes a PNG data URI of a mistake's photo. */
  readonly photoUri: (mistake: Judgement["worst"][number]) => Promise<string>;
  readonly timings: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly versions: Readonly<Record<string, string>>;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}\u00a0%`;
const last = (values: readonly number[] | undefined): number => values?.at(-1) ?? Number.NaN;

const gapOf = ({ history }: Pick<ReportModel, "history">): number =>
  overfittingGap(history) ?? Number.NaN;

/** Renders the page. Pure but for `photoUri`: the same content gives the same bytes. */
export async function renderReport(content: ReportContent): Promise<string> {
  const { data, models, prediction } = content;
  const noun = data.painted ? "sample pictures" : "photos";
  const [first, second] = models;
  const mistakes = await Promise.all(
    models.map(async ({ judgement }) =>
      Promise.all(
        judgement.worst.map(async (mistake) => ({ mistake, uri: await content.photoUri(mistake) })),
      ),
    ),
  );
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Flowers: ${data.name}</title>
        <style>
          ${new Html(reportStyle)}
        </style>
      </head>
      <body>
        <main>
          <h1>Teaching a network to tell ${data.classNames.length} kinds of flowers apart</h1>
          <p class="lead">${story(content)}</p>
          ${data.painted ? html`<p class="note">This run used the built-in <b>sample set</b>: pictures painted by a program, not photos. Its figures say nothing about real photos.</p>` : ""}
          <div class="cards">
            ${models.map(
              (model) =>
                html`<div class="card">
                  <span>${model.title}: validation accuracy</span
                  ><b>${percent(last(model.history["val_accuracy"]))}</b
                  ><span
                    >training ${percent(last(model.history["accuracy"]))}, gap
                    ${percent(gapOf(model))}</span
                  >
                </div>`,
            )}
          </div>

          <h2>The data</h2>
          <p>
            ${data.training + data.validation} ${noun} in ${data.classNames.length} classes;
            ${data.training} for training and ${data.validation} held back for validation.
          </p>
          ${table(
            ["Class", "Pictures"],
            data.classNames.map((name, k) => [name, data.countsByClass[k] ?? 0]),
          )}
          <div class="pair">
            ${figure(content.photosSvg, `Nine of the ${noun}, with their class names.`)}
            ${figure(content.augmentedSvg, "One training picture as the augmentation layers show it to the network, nine times.")}
          </div>

          <h2>Learning curves</h2>
          <div class="pair">
            ${models.map((model) => figure(model.curves, `${model.title}: ${model.description}`))}
          </div>
          ${figure(content.overlaySvg, "Both runs in one picture: solid lines are training, dashed lines validation.")}

          <h2>Overfitting, before and after</h2>
          <p>${gapSentence(first, second)}</p>
          ${table(
            [
              "Model",
              "Training accuracy",
              "Validation accuracy",
              "Gap",
              "Best validation",
              "Epochs",
            ],
            models.map(({ title, history }) => [
              title,
              percent(last(history["accuracy"])),
              percent(last(history["val_accuracy"])),
              percent(gapOf({ history })),
              percent(Math.max(...(history["val_accuracy"] ?? [Number.NaN]))),
              history["accuracy"]?.length ?? 0,
            ]),
          )}

          <h2>Which classes are confused</h2>
          <div class="pair">
            ${models.map((model) => figure(model.confusion, `${model.title}: rows are the truth, columns the network's answer, on the validation ${noun}.`))}
          </div>
          ${models.map(
            ({ title, judgement }) =>
              html`<h3>${title}</h3>
                ${table(
                  ["Class", "Precision", "Recall", "Pictures"],
                  data.classNames.map((name, k) => [
                    name,
                    percent(judgement.precision[k] ?? 0),
                    percent(judgement.recall[k] ?? 0),
                    (judgement.confusion[k] ?? []).reduce((sum, n) => sum + n, 0),
                  ]),
                )}`,
          )}

          <h2>The worst mistakes</h2>
          <p>Validation ${noun} on which each model was most sure, and wrong.</p>
          ${models.map(
            ({ title }, m) =>
              html`<h3>${title}</h3>
                <div class="photos">
                  ${(mistakes[m] ?? []).map(
                    ({ mistake, uri }) =>
                      html`<figure>
                        <img src="${uri}" alt="${data.classNames[mistake.truth] ?? ""}" />
                        <figcaption>
                          is ${data.classNames[mistake.truth] ?? ""}, taken for
                          ${data.classNames[mistake.guess] ?? ""} (${percent(mistake.confidence)})
                        </figcaption>
                      </figure>`,
                  )}
                </div>`,
          )}

          <h2>A new picture</h2>
          <div class="pair">
            <figure>
              <img src="${prediction.image}" alt="The new picture" />
              <figcaption>${prediction.sentence}</figcaption>
            </figure>
            ${table(
              ["Class", "Confidence"],
              prediction.ranking.map(({ label, probability }) => [label, percent(probability)]),
            )}
          </div>

          <h2>The networks</h2>
          ${models.map(
            ({ title, summary, parameters }) =>
              html`<h3>${title}: ${parameters.toLocaleString("en-US")} parameters</h3>
                <pre>${summary}</pre>`,
          )}

          <h2>How it was run</h2>
          ${table(
            ["Speed", "Seconds an epoch", "Images a second"],
            models.map((model) => [
              model.title,
              model.secondsPerEpoch.toFixed(1),
              Math.round(model.imagesPerSecond),
            ]),
          )}
          ${table(
            ["Time", "Took"],
            Object.entries(content.timings).map(([name, seconds]) => [
              name,
              formatSeconds(seconds),
            ]),
          )}
          ${table(["Setting", "Value"], Object.entries(content.settings))}
          ${table(["Version", ""], Object.entries(content.versions))}
          <p>Made on ${content.madeAt.toISOString().slice(0, 19).replace("T", " ")} UTC.</p>
        </main>
      </body>
    </html> `;
  return page.text;
}

function story({ data, models }: ReportContent): string {
  const [first, second] = models;
  if (!first) return "";
  const epochs = (model: ReportModel): number => model.history["accuracy"]?.length ?? 0;
  const start =
    `A small convolutional network looked at ${data.training} ${data.painted ? "sample pictures" : "photos"} for ${epochs(first)} epochs. ` +
    `It came to know ${percent(last(first.history["accuracy"]))} of them, but only ${percent(last(first.history["val_accuracy"]))} of pictures it had never seen.`;
  if (!second) return start;
  return (
    `${start} A second network saw every picture flipped, turned and zoomed anew in each of ${epochs(second)} epochs, ` +
    `and dropped a fifth of its features at random: ${percent(last(second.history["val_accuracy"]))} of unseen pictures, ` +
    `with ${percent(Math.abs(gapOf(second)))} between training and validation instead of ${percent(Math.abs(gapOf(first)))}.`
  );
}

function gapSentence(first: ReportModel | undefined, second: ReportModel | undefined): string {
  if (!first) return "";
  const before = gapOf(first);
  if (!second)
    return `After the last epoch, training accuracy is ${percent(before)} above validation accuracy.`;
  const after = gapOf(second);
  const verdict = after < before ? "narrowed" : "did not narrow";
  return `Augmentation and dropout ${verdict} the gap between training and validation accuracy: ${percent(before)} before, ${percent(after)} after.`;
}
