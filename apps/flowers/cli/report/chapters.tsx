/** The report's chapters, in their order on the page. */
import type { JSX } from "preact";
import type { Mistake } from "../../tutorial/judge";
import { ClassTable } from "../../tutorial/parts/class-table";
import { MistakeWords } from "../../tutorial/parts/mistake-words";
import { Table } from "../../tutorial/parts/table";
import { formatSeconds } from "../run/timings";
import { gapOf, gapSentence, lastOf, nounOf, percent, type ReportContent, story } from "./content";
import { Photo, Plot } from "./parts";

interface ChapterProps {
  readonly content: ReportContent;
}

/** Title, the run in a few sentences, and the figures that matter most. */
export function Opening({ content }: ChapterProps): JSX.Element {
  const { data, models } = content;
  return (
    <>
      <h1>Teaching a network to tell {data.classNames.length} kinds of flowers apart</h1>
      <p class="lead">{story(content)}</p>
      {data.painted && (
        <p class="note">
          This run used the built-in <b>sample set</b>: pictures painted by a program, not photos.
          Its figures say nothing about real photos.
        </p>
      )}
      <div class="cards">
        {models.map((model) => (
          <div class="card">
            <span>{model.title}: validation accuracy</span>
            <b>{percent(lastOf(model, "val_accuracy"))}</b>
            <span>
              training {percent(lastOf(model, "accuracy"))}, gap {percent(gapOf(model))}
            </span>
          </div>
        ))}
      </div>
      <Bars models={models} />
    </>
  );
}

/** Validation accuracy of the models, one bar beside the other. */
function Bars({ models }: Pick<ReportContent, "models">): JSX.Element {
  return (
    <figure>
      <div class="bars">
        {models.map((model) => (
          <>
            <span>{model.title}</span>
            <div>
              <i style={{ width: `${(100 * model.judgement.accuracy).toFixed(1)}%` }} />
            </div>
            <b>{percent(model.judgement.accuracy)}</b>
          </>
        ))}
      </div>
      <figcaption>
        Validation accuracy of the trained networks.
        {models.length > 2 && " The third bar is beyond the tutorial."}
      </figcaption>
    </figure>
  );
}

export function TheData({ content }: ChapterProps): JSX.Element {
  const { data, photosSvg, augmentedSvg } = content;
  const noun = nounOf(data);
  return (
    <>
      <h2>The data</h2>
      <p>
        {data.training + data.validation} {noun} in {data.classNames.length} classes;{" "}
        {data.training} for training and {data.validation} held back for validation.
      </p>
      <Table
        head={["Class", "Pictures"]}
        rows={data.classNames.map((name, k) => [name, data.countsByClass[k] ?? 0])}
      />
      {data.advice.length > 0 && (
        <p class="note">
          {data.advice.map((line) => (
            <>
              {line}
              <br />
            </>
          ))}
        </p>
      )}
      <div class="pair">
        <Plot svg={photosSvg} caption={`Nine of the ${noun}, with their class names.`} />
        <Plot
          svg={augmentedSvg}
          caption="One training picture as the augmentation layers show it to the network, nine times."
        />
      </div>
    </>
  );
}

export function LearningCurves({ content: { models, overlaySvg } }: ChapterProps): JSX.Element {
  return (
    <>
      <h2>Learning curves</h2>
      <div class="pair">
        {models.map(({ curves, title, description }) => (
          <Plot svg={curves} caption={`${title}: ${description}`} />
        ))}
      </div>
      <Plot
        svg={overlaySvg}
        caption="All runs in one picture: solid lines are training, dashed lines validation."
      />
    </>
  );
}

export function Overfitting({ content: { models } }: ChapterProps): JSX.Element {
  return (
    <>
      <h2>Overfitting, before and after</h2>
      <p>{gapSentence(models)}</p>
      <Table
        head={[
          "Model",
          "Training accuracy",
          "Validation accuracy",
          "Gap",
          "Best validation",
          "Epochs",
        ]}
        rows={models.map((model) => [
          model.title,
          percent(lastOf(model, "accuracy")),
          percent(lastOf(model, "val_accuracy")),
          percent(gapOf(model)),
          percent(Math.max(...(model.history["val_accuracy"] ?? [Number.NaN]))),
          model.history["accuracy"]?.length ?? 0,
        ])}
      />
    </>
  );
}

const columns = {
  class: "Class",
  precision: "Precision",
  recall: "Recall",
  pictures: "Pictures",
} as const;

export function Confusion({ content: { data, models } }: ChapterProps): JSX.Element {
  const caption = (title: string): string =>
    `${title}: rows are the truth, columns the network's answer, on the validation ${nounOf(data)}.`;
  return (
    <>
      <h2>Which classes are confused</h2>
      <div class="pair">
        {models.map(({ confusion, title }) => (
          <Plot svg={confusion} caption={caption(title)} />
        ))}
      </div>
      {models.map(({ title, judgement }) => (
        <>
          <h3>{title}</h3>
          <ClassTable
            classNames={data.classNames}
            judgement={judgement}
            words={columns}
            percent={percent}
            count={String}
          />
        </>
      ))}
    </>
  );
}

/** How far confidence and accuracy lay apart, for the models whose confidence was calibrated. */
export function Confidence({ content: { data, models } }: ChapterProps): JSX.Element | null {
  const rows = models.flatMap(({ title, calibration }) =>
    calibration
      ? [
          [
            title,
            calibration.temperature.toFixed(2),
            calibration.expectedCalibrationError.before.toFixed(3),
            calibration.expectedCalibrationError.after.toFixed(3),
          ],
        ]
      : [],
  );
  if (rows.length === 0) return null;
  return (
    <>
      <h2>How sure it may be</h2>
      <p>
        The network's answers were divided by a temperature, found on the {data.validation}{" "}
        validation {nounOf(data)}, so that it is right about as often as it is sure. The expected
        calibration error is the mean distance between the two, on the same {nounOf(data)}.
      </p>
      <Table head={["Model", "Temperature", "Error before", "Error after"]} rows={rows} />
    </>
  );
}

/** A mistake with its photo as a data address. */
export interface ShownMistake {
  readonly mistake: Mistake;
  readonly uri: string;
}

export function WorstMistakes({
  content: { data, models },
  mistakes,
}: ChapterProps & {
  /** Of each model. */
  readonly mistakes: readonly (readonly ShownMistake[])[];
}): JSX.Element {
  const name = (k: number): string => data.classNames[k] ?? "";
  return (
    <>
      <h2>The worst mistakes</h2>
      <p>Validation {nounOf(data)} that each model got wrong with the most confidence.</p>
      {models.map(({ title }, m) => (
        <>
          <h3>{title}</h3>
          <div class="photos">
            {mistakes[m]?.map(({ mistake, uri }) => (
              <Photo uri={uri} alt={name(mistake.truth)}>
                <MistakeWords
                  truth={name(mistake.truth)}
                  guess={name(mistake.guess)}
                  confidence={percent(mistake.confidence)}
                  words={{ truth: "is", guess: "mistaken for" }}
                />
              </Photo>
            ))}
          </div>
        </>
      ))}
    </>
  );
}

export function NewPicture({ content: { prediction } }: ChapterProps): JSX.Element {
  return (
    <>
      <h2>A new picture</h2>
      <div class="pair">
        <Photo uri={prediction.image} alt="The new picture">
          {prediction.sentence}
        </Photo>
        <Table
          head={["Class", "Confidence"]}
          rows={prediction.ranking.map(({ label, probability }) => [label, percent(probability)])}
        />
      </div>
      {prediction.beyond && (
        <>
          <h3>{prediction.beyond.title}</h3>
          <p>{prediction.beyond.sentence}</p>
          <Table
            head={["Class", "Confidence"]}
            rows={prediction.beyond.ranking.map(({ label, probability }) => [
              label,
              percent(probability),
            ])}
          />
        </>
      )}
    </>
  );
}

export function Networks({ content: { models } }: ChapterProps): JSX.Element {
  return (
    <>
      <h2>The networks</h2>
      {models.map(({ title, summary, parameters }) => (
        <>
          <h3>
            {title}: {parameters.toLocaleString("en-US")} parameters
          </h3>
          <LayerTable summary={summary} />
        </>
      ))}
    </>
  );
}

/** More lines than a reader passes over: they are shown on demand. */
const longTable = 60;

function LayerTable({ summary }: { readonly summary: string }): JSX.Element {
  const table = <pre>{summary}</pre>;
  if (summary.split("\n").length <= longTable) return table;
  return (
    <details>
      <summary>Its layers, one by one</summary>
      {table}
    </details>
  );
}

export function HowItWasRun({ content }: ChapterProps): JSX.Element {
  return (
    <>
      <h2>How it was run</h2>
      <Table
        head={["Speed", "Seconds per epoch", "Images per second"]}
        rows={content.models.map((model) => [
          model.title,
          model.secondsPerEpoch.toFixed(1),
          Math.round(model.imagesPerSecond),
        ])}
      />
      <Table
        head={["Time", "Took"]}
        rows={Object.entries(content.timings).map(([name, s]) => [name, formatSeconds(s)])}
      />
      <Table head={["Setting", "Value"]} rows={Object.entries(content.settings)} />
      <Table head={["Version", ""]} rows={Object.entries(content.versions)} />
      <p>Made on {content.madeAt.toISOString().slice(0, 19).replace("T", " ")} UTC.</p>
    </>
  );
}
