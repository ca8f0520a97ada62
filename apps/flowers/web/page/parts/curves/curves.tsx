/** The curves of all models that have any, overlaid: accuracy and loss, to be read by pointer and by keyboard. */
import "./curves.css";

import type { JSX, RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import { modelKindNames } from "../../../engine/contract";
import { duration, percent, plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";
import { axis, pinAt, pointAt, readPlace, shownRuns } from "../../state/reading";
import { CurveChoices } from "./curve-choices";
import { CurvePanel, type CurvePanelProps } from "./curve-panel";
import { type CurveRun, epochAt, epochsOf, needsLog, stopsOf, valueAt } from "./curve-lines";

/** From this width on the two panels stand side by side, with this room between them. */
const [sideBySide, gap] = [620, 32];

export function CurvesFigure(): JSX.Element {
  const [place, width] = useWidth();
  const words = text.value.judge.curves;
  const runs = shownRuns.value;
  const along = axis.value;
  const stops = stopsOf(runs, along);
  const read = readPlace.value;
  const beside = width >= sideBySide;
  const panelWidth = beside ? Math.floor((width - gap) / 2) : width;
  const shared = {
    runs,
    axis: along,
    width: panelWidth,
    height: beside ? 280 : 220,
    read,
    onPoint: (stop: number | null) => pointAt(stop === null ? null : (stops[stop] ?? null)),
  };
  return (
    <div class="curves-figure" ref={place}>
      <CurveChoices />
      {width > 0 && (
        <div class="curve-panels" data-beside={beside || undefined}>
          {(["accuracy", "loss"] as const).map((metric) => (
            <CurvePanel
              key={metric}
              {...shared}
              metric={metric}
              title={words.panels[metric]}
              alt={summary(runs)}
              words={panelWords(metric)}
            />
          ))}
        </div>
      )}
      <p class="curve-axis hint">{needsLog(runs, along) ? words.axisLog : words.axis[along]}</p>
      <PlaceSlider stops={stops} />
    </div>
  );
}

/** The room that an element has, from before anything is painted on. */
function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const place = useRef<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!place.current) return;
    setWidth(Math.floor(place.current.clientWidth));
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.floor(entry?.contentRect.width ?? 0)),
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return [place, width];
}

function panelWords(metric: CurvePanelProps["metric"]): CurvePanelProps["words"] {
  const spoken = language.value;
  const words = text.value.judge.curves;
  return {
    value: (value, exact) =>
      metric === "accuracy"
        ? percent(value, spoken, exact ? 1 : 0)
        : plainNumber(value, spoken, exact ? 3 : value % 1 === 0 ? 0 : 1),
    place: (place) =>
      axis.value === "time" ? duration(place, spoken) : plainNumber(place, spoken),
    read: placeTold,
    parts: words.parts,
    names: text.value.modelsShort,
  };
}

/** The lines in words: where each ends. */
function summary(runs: readonly CurveRun[]): string {
  const { judge, models } = text.value;
  const parts = runs.map((run) => {
    const epochs = epochsOf(run);
    const last = (part: "training" | "validation"): string =>
      percent(valueAt(run, "accuracy", part, epochs), language.value);
    return judge.curvesPart(models[run.kind], epochs, last("training"), last("validation"));
  });
  return judge.curvesAlt(parts.join(" "));
}

/** Moves the place that is read, epoch by epoch, and says what is there. */
function PlaceSlider({ stops }: { readonly stops: readonly number[] }): JSX.Element | null {
  const words = text.value.judge.curves;
  const id = useId();
  const last = stops.length - 1;
  if (last < 1) return null;
  const read = readPlace.value;
  const found = read === null ? last : stops.findLastIndex((stop) => stop <= read);
  const index = Math.max(0, found);
  const told = placeTold(stops[index] ?? 0);
  return (
    <div class="slider curve-slider">
      <label for={id}>{words.slider[axis.value]}</label>
      <output for={id}>{told}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        step={1}
        value={index}
        aria-valuetext={`${told}. ${valuesTold(stops[index] ?? 0)}`}
        style={{ "--filled": `${(100 * index) / last}%` }}
        onInput={(event) => {
          const at = event.currentTarget.valueAsNumber;
          pointAt(null);
          pinAt(at >= last ? null : (stops[at] ?? null));
        }}
      />
    </div>
  );
}

function placeTold(place: number): string {
  const spoken = language.value;
  const words = text.value.judge.curves;
  return axis.value === "time"
    ? words.afterTime(duration(place, spoken))
    : words.afterEpoch(plainNumber(place, spoken));
}

function valuesTold(place: number): string {
  const spoken = language.value;
  const words = text.value.judge.curves;
  return shownRuns.value
    .toSorted((a, b) => modelKindNames.indexOf(a.kind) - modelKindNames.indexOf(b.kind))
    .map((run) => {
      const epoch = epochAt(run, place, axis.value);
      const told = (part: "training" | "validation"): string =>
        percent(valueAt(run, "accuracy", part, epoch), spoken);
      return words.told(text.value.modelsShort[run.kind], told("training"), told("validation"));
    })
    .join(" ");
}
