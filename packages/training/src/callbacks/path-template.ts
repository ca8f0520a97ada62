/** File names with values in them: the part of Python's `str.format` that checkpoint paths use. */
import { TrainingError } from "../errors";
import { exponential, fixed, floatRepr } from "../progress/python-format";

const field = /\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}/g;

/**
 * Fills `{epoch:02d}` and `{val_loss:.2f}`. Names in `integers` are whole numbers (Python's int); the others floats.
 * Formats: none, `d`, `f`, `e`, each with a width, a leading 0 and (for floats) a precision. `{{` is a brace.
 *
 * @throws TrainingError `unknown-name` for a name without a value; `invalid-argument` for any other format
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, number>>,
  integers: readonly string[],
): string {
  return template.replace(field, (whole, name: string | undefined, format = "") => {
    if (name === undefined) return whole.slice(1);
    const value = values[name];
    if (value === undefined) {
      throw new TrainingError(
        "unknown-name",
        `filepath: expected names among ${Object.keys(values).join(", ")} in "${template}"; found "${name}".`,
      );
    }
    return formatNumber(template, value, String(format), integers.includes(name));
  });
}

function formatNumber(template: string, value: number, format: string, isInteger: boolean): string {
  const parts = /^(0?)(\d*)(?:\.(\d+))?([dfe]?)$/.exec(format);
  const [, zero = "", width = "", precision, type = ""] = parts ?? [];
  const fits =
    type === "d" ? isInteger && precision === undefined : type !== "" || precision === undefined;
  if (parts === null || !fits) {
    throw new TrainingError(
      "invalid-argument",
      `filepath: expected a format such as "02d" or ".2f"; received "${format}" in "${template}".`,
    );
  }
  const decimals = precision === undefined ? 6 : Number(precision);
  let text: string;
  if (type === "f") text = fixed(value, decimals);
  else if (type === "e") text = exponential(value, decimals);
  else text = isInteger ? String(value) : floatRepr(value);
  const length = width === "" ? 0 : Number(width);
  if (zero === "") return text.padStart(length);
  return text.startsWith("-")
    ? `-${text.slice(1).padStart(length - 1, "0")}`
    : text.padStart(length, "0");
}
