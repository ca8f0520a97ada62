/** The report: not seen on the screen, and the only thing on paper. */
import "./report.css";

import type { JSX } from "preact";

import { overfittingGap } from "../../../tutorial/overfitting-gap";
import { Table } from "../../../tutorial/parts/table";
import { duration, percent, plainNumber } from "../format/numbers";
import { FlowerMark } from "../parts/flower-mark";
import { MistakeList } from "../parts/mistake-list";
import { Picture } from "../parts/picture";
import { language, text } from "../state/preferences";
import { report, type ReportedModel } from "../state/reporting";
import { models, pictures, storedSettings, withCurves } from "../state/session";
import { JudgedClasses } from "../steps/judge/judged-classes";

export function Report(): JSX.Element | null {
  const made = report.value;
  if (!made) return null;
  const words = text.value.report;
  const spoken = language.value;
  const { imageSize, batchSize, seed } = storedSettings.value;
  const set = pictures.value;
  const name = set && (set.painted ? text.value.data.sampleName : set.name);
  return (
    <article class="report">
      <h1>
        <FlowerMark />
        {name ? words.title(name) : words.untitled}
      </h1>
      <p class="hint">
        {words.made(new Intl.DateTimeFormat(spoken, { dateStyle: "long" }).format(made.date))}
      </p>
      {set && (
        <section>
          <h2>{words.data}</h2>
          <p>
            {set.classNames
              .map((label, i) => `${label} ${plainNumber(set.counts[i] ?? 0, spoken)}`)
              .join(" · ")}
          </p>
        </section>
      )}
      <section>
        <h2>{words.settings}</h2>
        <p>
          {words.settingsText(
            plainNumber(imageSize, spoken),
            plainNumber(batchSize, spoken),
            String(seed),
          )}
        </p>
      </section>
      <section>
        <h2>{words.models}</h2>
        <Models />
        {made.curves && <img class="report-curves" src={made.curves} alt="" />}
      </section>
      {made.judged.map((each) => (
        <Judged key={each.kind} model={each} />
      ))}
    </article>
  );
}

function Models(): JSX.Element {
  const { columns } = text.value.report;
  const spoken = language.value;
  return (
    <Table
      head={Object.values(columns)}
      rows={withCurves.value.map((kind) => {
        const { history, epochSeconds, lookingSeconds } = models.value[kind];
        const last = (metric: string): string => percent(history[metric]?.at(-1), spoken);
        const seconds = epochSeconds.reduce((a, b) => a + b, lookingSeconds ?? 0);
        return [
          text.value.models[kind],
          plainNumber(history["loss"]?.length ?? 0, spoken),
          last("accuracy"),
          last("val_accuracy"),
          percent(overfittingGap(history) ?? undefined, spoken),
          seconds > 0 ? duration(seconds, spoken) : "–",
        ];
      })}
    />
  );
}

function Judged({ model }: { readonly model: ReportedModel }): JSX.Element | null {
  const { judgement } = models.value[model.kind];
  if (!judgement) return null;
  const words = text.value.judge;
  return (
    <section class="report-model">
      <h2>{text.value.models[model.kind]}</h2>
      <div class="report-pair">
        <img src={model.confusion} alt={`${words.confusion}: ${text.value.models[model.kind]}`} />
        <JudgedClasses judgement={judgement} />
      </div>
      {model.mistakes.length > 0 && (
        <>
          <h3>{words.mistakes}</h3>
          <MistakeList
            class="report-mistakes"
            mistakes={judgement.worst}
            pictures={model.mistakes.map((canvas) => (name) => (
              <Picture canvas={canvas} name={name} />
            ))}
          />
        </>
      )}
    </section>
  );
}
