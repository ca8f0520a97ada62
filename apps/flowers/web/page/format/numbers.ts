/** Numbers as people read them, in the page's language. */
import type { Language } from "../../text/language";

/** By language and options: making one takes the browser far longer than using it, and a page of figures needs hundreds. */
const made = new Map<string, Intl.NumberFormat>();

function formatIn(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language, options]);
  const format = made.get(key) ?? new Intl.NumberFormat(language, options);
  made.set(key, format);
  return format;
}

/** `1,234`; fractions are cut to `digits`. */
export function plainNumber(value: number, language: Language, digits = 0): string {
  return formatIn(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A share of 0 to 1 as `12.3%`; a dash where there is none. */
export function percent(share: number | undefined, language: Language, digits = 1): string {
  if (share === undefined || !Number.isFinite(share)) return "–";
  return formatIn(language, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

const steps = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** `3.2 MB`, in steps of 1000. */
export function byteSize(bytes: number, language: Language): string {
  const power = Math.min(steps.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return formatIn(language, {
    style: "unit",
    unit: steps[power] ?? "byte",
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** `1 min 20 sec`, `20 sec`, `2 hr 5 min`: two units at most. */
export function duration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor((whole % 3600) / 60), "minute"],
    [whole % 60, "second"],
  ];
  const from = parts.findIndex(([amount]) => amount > 0);
  const told = from < 0 ? parts.slice(2) : parts.slice(from, from + 2);
  return told
    .filter(([amount], at) => amount > 0 || at === 0)
    .map(([amount, unit]) =>
      formatIn(language, { style: "unit", unit, unitDisplay: "short" }).format(amount),
    )
    .join(" ");
}
