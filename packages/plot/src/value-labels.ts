/** How the numbers of a value axis are written: as short as they can be while each says its own value. */
import { ticks } from "d3-array";

/** The look of one value axis. */
export interface ValueLabels {
  /** A Vega expression that gives the text of `datum.value`. */
  readonly expression: string;
  /** The longest text of the axis. */
  readonly longest: string;
}

/** Beyond this many figures two numbers of a history differ by rounding only. */
const figures = 9;

/** `value` with as many figures as are drawn; what is too large or too small to be scaled counts as infinite or 0. */
export function drawnValue(value: number): number {
  const size = Math.abs(value);
  if (size > 1e300) return value > 0 ? Infinity : -Infinity;
  return size < 1e-300 ? 0 : Number(value.toPrecision(figures));
}

/** The labels for an axis from `low` to `high` with about `count` ticks. */
export function valueLabels(low: number, high: number, count: number): ValueLabels {
  const values = low === high ? [low] : ticks(low, high, count);
  const step = (values[1] ?? NaN) - (values[0] ?? NaN);
  const tolerance = Number.isFinite(step) ? step * 0.01 : Math.abs(low) * 1e-6;
  const says = (text: string, value: number): boolean =>
    Math.abs(Number(text) - value) <= tolerance;
  const widest = (texts: readonly string[]): string =>
    texts.reduce((longest, text) => (text.length > longest.length ? text : longest), "");
  const plain = values.map((value) => plainLabel(value, step));
  // Powers beside figures on one axis read badly; a zero has neither form.
  const forms = new Set(
    plain.filter((_, at) => values[at] !== 0).map((text) => text.includes("e")),
  );
  if (forms.size < 2 && values.every((value, at) => says(plain[at] ?? "", value)))
    return { expression: plainExpression, longest: widest(plain) };
  const fixed = precisionThat((digits) => values.map((value) => value.toFixed(digits)));
  const scientific = precisionThat((digits) => values.map((value) => value.toExponential(digits)));
  const [kind, chosen] =
    widest(fixed.texts).length <= widest(scientific.texts).length + 2
      ? (["f", fixed] as const)
      : (["e", scientific] as const);
  return {
    expression: `format(datum.value, '.${chosen.digits}${kind}')`,
    longest: widest(chosen.texts),
  };

  function precisionThat(write: (digits: number) => string[]): { digits: number; texts: string[] } {
    for (let digits = 0; digits <= figures + 3; digits++) {
      const texts = write(digits);
      if (values.every((value, at) => says(texts[at] ?? "", value))) return { digits, texts };
    }
    // No such number is short: then it is the longest of all and the other form is taken.
    return { digits: figures + 3, texts: [...write(figures + 3), " ".repeat(100)] };
  }
}

/** Vega's own label, in figures or powers where it would be long. */
const plainExpression =
  "datum.value != 0 && (abs(datum.value) < 0.001 || abs(datum.value) >= 10000) ? format(datum.value, '.1e') : length(datum.label) > 6 ? format(datum.value, '.4~g') : datum.label";

/** What {@link plainExpression} gives. */
function plainLabel(value: number, step: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.001 || size >= 10_000)) return value.toExponential(1);
  const decimals = Number.isFinite(step)
    ? Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
    : 12;
  const own = Number.isFinite(step) ? value.toFixed(decimals) : String(Number(value.toFixed(12)));
  return own.length > 6 ? String(Number(value.toPrecision(4))) : own;
}
