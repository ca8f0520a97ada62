/** Python's ways to write numbers, as far as Keras's texts need them. */

/**
 * `value` with so many decimals, as Python's `"{:.4f}"`: an exact tie goes to the even digit.
 * NaN and infinities are written `nan`, `inf`, `-inf`.
 */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const text = Math.abs(value).toFixed(decimals);
  return (
    sign(value) +
    (tieAwayFromEven(Math.abs(value).toFixed(decimals + exactDigits), text, decimals) ?? text)
  );
}

/** `value` as Python's `"{:.4e}"`: at least two digits of exponent. */
export function exponential(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const [digits = "", exponent = ""] = Math.abs(value).toExponential(decimals).split("e");
  const [long = ""] = Math.abs(value)
    .toExponential(decimals + exactDigits)
    .split("e");
  const rounded = tieAwayFromEven(long, digits, decimals) ?? digits;
  return `${sign(value)}${rounded}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
}

// toFixed and toExponential round the exact binary value, but take exact ties up. A double large enough to tie has no
// digit beyond this many more.
const exactDigits = 40;

/** The even neighbour when `long` lies exactly between two texts of that many decimals; undefined otherwise. */
function tieAwayFromEven(long: string, rounded: string, decimals: number): string | undefined {
  const end = long.indexOf(".") + 1 + decimals;
  if (!/^50*$/.test(long.slice(end))) return undefined;
  const down = decimals === 0 ? long.slice(0, end - 1) : long.slice(0, end);
  return Number(down.slice(-1)) % 2 === 0 ? down : rounded;
}

/** `value` as Python's `repr` of a float, such as `1.0`, `1e-05`, `1e+16`, `nan`. */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e16 || magnitude < 1e-4) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  const text = String(value); // plain digits in this range
  return text.includes(".") ? text : `${text}.0`;
}

/** An integer with commas between thousands, as Python's `"{:,}"`. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}
