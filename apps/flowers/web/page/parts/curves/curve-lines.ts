/** What the curves of a few models show: their lines, where each begins and ends, and what a place on the axis means. */
import type { Curves, ModelKind } from "../../../engine/contract";

/** What the horizontal axis measures: epochs, or seconds of training. */
export type Axis = "epochs" | "time";

/** What one panel shows. */
export type Metric = "accuracy" | "loss";

/** A model whose curves are shown. */
export interface CurveRun {
  readonly kind: ModelKind;
  readonly history: Curves;
  /** Of each epoch; shorter than the history where they are not known. */
  readonly epochSeconds: readonly number[];
  /** In which a pretrained network looked at the pictures, before the first epoch; null where none does. */
  readonly lookingSeconds: number | null;
}

/** One point for each epoch. */
export interface CurveLine {
  readonly kind: ModelKind;
  readonly part: "training" | "validation";
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export function epochsOf({ history }: CurveRun): number {
  return history["loss"]?.length ?? 0;
}

/** The place of an epoch's end on the axis; epochs count from 1. */
export function placeOf(run: CurveRun, epoch: number, axis: Axis): number {
  if (axis === "epochs") return epoch;
  return run.epochSeconds
    .slice(0, epoch)
    .reduce((sum, seconds) => sum + seconds, run.lookingSeconds ?? 0);
}

/** Whether the times of all epochs of all runs are known. */
export function timesKnown(runs: readonly CurveRun[]): boolean {
  return runs.every((run) => epochsOf(run) > 0 && run.epochSeconds.length >= epochsOf(run));
}

/** Values of a run after an epoch, counted from 1; undefined beyond its end, or where there is none. */
export function valueAt(
  { history }: CurveRun,
  metric: Metric,
  part: CurveLine["part"],
  epoch: number,
): number | undefined {
  return history[part === "training" ? metric : `val_${metric}`]?.[epoch - 1];
}

/** The lines of a panel, in the runs' order, training before validation; what is not finite is left out. */
export function linesOf(runs: readonly CurveRun[], metric: Metric, axis: Axis): CurveLine[] {
  return runs.flatMap((run) =>
    (["training", "validation"] as const).map((part) => ({
      kind: run.kind,
      part,
      points: Array.from({ length: epochsOf(run) }, (_, at) => ({
        x: placeOf(run, at + 1, axis),
        y: valueAt(run, metric, part, at + 1) ?? Number.NaN,
      })).filter(({ y }) => Number.isFinite(y)),
    })),
  );
}

/** Where the longest run is so much longer than the shortest that equal steps would squeeze that one. */
export function needsLog(runs: readonly CurveRun[], axis: Axis): boolean {
  const lengths = runs.map(epochsOf);
  return axis === "epochs" && Math.max(...lengths) > 4 * Math.min(...lengths);
}

/** Where the axis can be read: at every end of an epoch of any run, ascending. */
export function stopsOf(runs: readonly CurveRun[], axis: Axis): number[] {
  const places = runs.flatMap((run) =>
    Array.from({ length: epochsOf(run) }, (_, at) => placeOf(run, at + 1, axis)),
  );
  return [...new Set(places)].sort((a, b) => a - b);
}

/** The last epoch of a run that has ended at a place on the axis; 0 before its first has. */
export function epochAt(run: CurveRun, place: number, axis: Axis): number {
  let epoch = 0;
  while (epoch < epochsOf(run) && placeOf(run, epoch + 1, axis) <= place) epoch++;
  return epoch;
}

/**
 * The index of the stop that a reader means who points at a pixel.
 *
 * @param at from a place on the axis to pixels
 */
export function stopNear(
  stops: readonly number[],
  at: (value: number) => number,
  pixel: number,
): number {
  let best = 0;
  for (const [index, stop] of stops.entries())
    if (Math.abs(at(stop) - pixel) < Math.abs(at(stops[best] ?? 0) - pixel)) best = index;
  return best;
}
