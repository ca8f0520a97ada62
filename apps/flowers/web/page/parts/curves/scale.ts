/** From values to places along an axis, and the round values that are written beside it. */

export interface Scale {
  /** The place of a value, in pixels. */
  readonly at: (value: number) => number;
  /** Round values within the axis, ascending. */
  readonly ticks: readonly number[];
}

/** Ends of an axis, in values or in pixels. */
export type Span = readonly [from: number, to: number];

/** Equal steps for equal differences. A span of values without length is as long as 1. */
export function linearScale([from, to]: Span, [start, end]: Span, mostTicks = 5): Scale {
  const length = to - from || 1;
  return {
    at: (value) => start + ((value - from) / length) * (end - start),
    ticks: roundSteps([from, to], mostTicks),
  };
}

/** Equal steps for equal ratios, of values from 1 on. */
export function logScale([from, to]: Span, [start, end]: Span, mostTicks = 7): Scale {
  const length = Math.log(to / from) || 1;
  return {
    at: (value) => start + (Math.log(value / from) / length) * (end - start),
    ticks: roundRatios([from, to], mostTicks),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten: as many as fit, at most `most`. */
export function roundSteps([from, to]: Span, most: number): number[] {
  const rough = (to - from || 1) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough * 0.999);
  const stride = step ?? 10 * power;
  const first = Math.ceil(from / stride - 1e-9);
  const last = Math.floor(to / stride + 1e-9);
  const count = Math.max(0, last - first + 1);
  return Array.from({ length: count }, (_, i) => Number(((first + i) * stride).toPrecision(12)));
}

/** 1, 2, 5, 10, 20 and so on within the span; only powers of ten where those are too many. */
function roundRatios([from, to]: Span, most: number): number[] {
  const powers = Array.from({ length: 8 }, (_, power) => 10 ** power);
  const within = (values: readonly number[]): number[] =>
    values.filter((value) => value >= from && value <= to);
  const fine = within(powers.flatMap((power) => [power, 2 * power, 5 * power]));
  return fine.length <= most ? fine : within(powers);
}

/** Where the axis of values ends, a little beyond the largest, at a round value. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const round = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((times) => times * power >= value);
  return Number(((round ?? 10) * power).toPrecision(12));
}
