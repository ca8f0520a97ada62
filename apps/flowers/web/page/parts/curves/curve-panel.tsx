/** One panel of the curves: lines over epochs or time, the gap between training and validation, and what is read. */
import type { JSX } from "preact";

import type { ModelKind } from "../../../engine/contract";
import {
  type Axis,
  type CurveLine,
  type CurveRun,
  epochAt,
  linesOf,
  type Metric,
  needsLog,
  placeOf,
  stopNear,
  stopsOf,
  valueAt,
} from "./curve-lines";
import { Reading, type ReadingRow } from "./reading";
import { linearScale, logScale, roundUp, type Scale } from "./scale";
import { ValueLines } from "./value-lines";

/** Pixels around the lines: for the values at the left and those below. */
const margin = { top: 10, right: 14, bottom: 30, left: 46 };

export interface CurvePanelProps {
  readonly runs: readonly CurveRun[];
  readonly metric: Metric;
  readonly axis: Axis;
  readonly width: number;
  readonly height: number;
  /** The place on the axis that is read, or null. */
  readonly read: number | null;
  /** Told the index among the places that can be read; null when the pointer has left. */
  readonly onPoint: (stop: number | null) => void;
  readonly title: string;
  readonly alt: string;
  readonly words: {
    readonly value: (value: number, exact: boolean) => string;
    readonly place: (place: number) => string;
    /** The place that is read. */
    readonly read: (place: number) => string;
    readonly parts: Readonly<Record<CurveLine["part"], string>>;
    readonly names: Readonly<Record<ModelKind, string>>;
  };
}

export function CurvePanel(props: CurvePanelProps): JSX.Element {
  const { runs, metric, axis, width, height, read, onPoint, title, alt, words } = props;
  const { x, y, lines } = scalesOf(props);
  const right = width - margin.right;
  const bottom = height - margin.bottom;
  const point = (event: PointerEvent): void => {
    const { left, width: shown } = (event.currentTarget as Element).getBoundingClientRect();
    onPoint(
      stopNear(stopsOf(runs, axis), x.at, ((event.clientX - left) * width) / Math.max(1, shown)),
    );
  };
  return (
    <div class="curve-panel">
      <p class="curve-title">{title}</p>
      <div class="curve-plot">
        <svg
          role="img"
          aria-label={alt}
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={(event) => event.pointerType === "mouse" && onPoint(null)}
        >
          <Grid {...{ x, y, right, bottom, words }} />
          {metric === "accuracy" &&
            runs.map((run) => <GapBand key={run.kind} {...{ run, lines, x, y }} />)}
          {lines.map((line) => (
            <Line key={`${line.kind} ${line.part}`} {...{ line, x, y }} />
          ))}
          {read !== null && <line class="curve-rule" {...upright(x.at(read), bottom)} />}
          {read !== null && <Dots {...props} {...{ x, y, read }} />}
        </svg>
        {read !== null && (
          <Reading
            title={words.read(read)}
            rows={rowsAt(props, read)}
            at={x.at(read)}
            width={width}
          />
        )}
      </div>
    </div>
  );
}

function scalesOf({ runs, metric, axis, width, height }: CurvePanelProps): {
  readonly x: Scale;
  readonly y: Scale;
  readonly lines: readonly CurveLine[];
} {
  const lines = linesOf(runs, metric, axis);
  const places = stopsOf(runs, axis);
  const last = places.at(-1) ?? 1;
  const values = lines.flatMap(({ points }) => points.map((each) => each.y));
  const across = [margin.left, width - margin.right] as const;
  const ticks = Math.max(3, Math.floor(width / 80));
  const upward = [height - margin.bottom, margin.top] as const;
  return {
    lines,
    x: needsLog(runs, axis)
      ? logScale([1, last], across, ticks + 3)
      : linearScale([axis === "epochs" ? 1 : 0, last], across, ticks),
    y: linearScale([0, metric === "accuracy" ? 1 : roundUp(Math.max(...values, 0))], upward),
  };
}

const upright = (
  x: number,
  bottom: number,
): Readonly<Record<"x1" | "x2" | "y1" | "y2", number>> => ({
  x1: x,
  x2: x,
  y1: margin.top,
  y2: bottom,
});

interface GridProps extends Pick<CurvePanelProps, "words"> {
  readonly x: Scale;
  readonly y: Scale;
  readonly right: number;
  readonly bottom: number;
}

function Grid({ x, y, right, bottom, words }: GridProps): JSX.Element {
  return (
    <g aria-hidden="true">
      <ValueLines
        scale={y}
        left={margin.left}
        right={right}
        words={(value) => words.value(value, false)}
      />
      {x.ticks
        .filter((value) => Number.isInteger(value) || value > 1)
        .map((value) => (
          <text key={value} class="curve-tick" x={x.at(value)} y={bottom + 20} text-anchor="middle">
            {words.place(value)}
          </text>
        ))}
    </g>
  );
}

interface DrawnProps {
  readonly x: Scale;
  readonly y: Scale;
}

function pathOf(points: CurveLine["points"], { x, y }: DrawnProps): string {
  return points
    .map((each, at) => `${at === 0 ? "M" : "L"}${round(x.at(each.x))} ${round(y.at(each.y))}`)
    .join("");
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;

function Line({ line, x, y }: DrawnProps & { readonly line: CurveLine }): JSX.Element {
  const [only, ...others] = line.points;
  return (
    <g data-kind={line.kind} data-part={line.part}>
      <path class="curve-line" d={pathOf(line.points, { x, y })} />
      {only && others.length === 0 && (
        <circle class="curve-dot" cx={x.at(only.x)} cy={y.at(only.y)} r={3.5} />
      )}
    </g>
  );
}

/** The room between a run's two lines. */
function GapBand(
  props: DrawnProps & { readonly run: CurveRun; readonly lines: readonly CurveLine[] },
): JSX.Element | null {
  const [training, validation] = props.lines.filter(({ kind }) => kind === props.run.kind);
  if (!training || !validation || validation.points.length < 2) return null;
  const there = pathOf(training.points, props);
  const back = pathOf(validation.points.toReversed(), props).replace("M", "L");
  return <path class="curve-gap" data-kind={props.run.kind} d={`${there}${back}Z`} />;
}

function Dots(props: CurvePanelProps & DrawnProps & { readonly read: number }): JSX.Element {
  const { runs, metric, axis, read, x, y } = props;
  return (
    <>
      {runs.flatMap((run) => {
        const epoch = epochAt(run, read, axis);
        return (["training", "validation"] as const).flatMap((part) => {
          const value = valueAt(run, metric, part, epoch);
          return value === undefined || !Number.isFinite(value)
            ? []
            : [
                <g key={`${run.kind} ${part}`} data-kind={run.kind} data-part={part}>
                  <circle
                    class="curve-dot"
                    cx={x.at(placeOf(run, epoch, axis))}
                    cy={y.at(value)}
                    r={4}
                  />
                </g>,
              ];
        });
      })}
    </>
  );
}

function rowsAt({ runs, metric, axis, words }: CurvePanelProps, read: number): ReadingRow[] {
  return runs.map((run) => {
    const epoch = epochAt(run, read, axis);
    const told = (part: CurveLine["part"]): string => {
      const value = valueAt(run, metric, part, epoch);
      return value === undefined ? "–" : words.value(value, true);
    };
    return {
      kind: run.kind,
      name: words.names[run.kind],
      values: (["training", "validation"] as const).map((part) => ({
        name: words.parts[part],
        value: told(part),
      })),
    };
  });
}
