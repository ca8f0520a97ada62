/** Compares a fixture made again with the one in the repository: JSON number by number, anything else byte by byte. */

/**
 * @typedef {object} Difference
 * @property {number} count how many values differ
 * @property {string} first where the first one is and what stands there
 */

/** Versions may move on without a single result changing: they are not compared. */
const uncompared = new Set(["meta"]);

/** @type {(value: unknown) => string} */
const shown = (value) => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
};

/** @type {(before: unknown, after: unknown, tolerance: number) => boolean} */
function close(before, after, tolerance) {
  if (before === after) return true;
  if (typeof before !== "number" || typeof after !== "number") return false;
  if (Number.isSafeInteger(before) && Number.isSafeInteger(after)) return false;
  return Math.abs(before - after) <= tolerance * Math.max(1, Math.abs(before));
}

/** @type {(value: unknown) => value is object} */
const isTree = (value) => typeof value === "object" && value !== null;

/**
 * What differs between two parsed JSON documents; undefined if nothing does. Numbers are equal within `tolerance`, absolute
 * below 1 and relative above; whole numbers (seeds, orders, pixels) and everything else exactly. Keys called `meta` are not
 * compared.
 *
 * @param {unknown} before
 * @param {unknown} after
 * @param {number} tolerance
 * @returns {Difference | undefined}
 */
export function compareJson(before, after, tolerance) {
  let count = 0;
  let first = "";
  /** @type {(a: unknown, b: unknown, place: string) => void} */
  const walk = (a, b, place) => {
    if (isTree(a) && isTree(b) && Array.isArray(a) === Array.isArray(b)) {
      const left = new Map(Object.entries(a));
      const right = new Map(Object.entries(b));
      for (const key of new Set([...left.keys(), ...right.keys()])) {
        if (!uncompared.has(key)) walk(left.get(key), right.get(key), `${place}/${key}`);
      }
    } else if (!close(a, b, tolerance)) {
      count += 1;
      first ||= `${place || "/"}: ${shown(a)} in the repository, ${shown(b)} made`;
    }
  };
  walk(before, after, "");
  return count === 0 ? undefined : { count, first };
}

/**
 * What differs between two files of bytes; undefined if nothing does.
 *
 * @param {Uint8Array} before
 * @param {Uint8Array} after
 * @returns {Difference | undefined}
 */
export function compareBytes(before, after) {
  if (before.length !== after.length) {
    return { count: 1, first: `${before.length} bytes in the repository, ${after.length} made` };
  }
  const places = before.reduce((count, byte, at) => count + Number(byte !== after[at]), 0);
  if (places === 0) return undefined;
  const at = before.findIndex((byte, index) => byte !== after[index]);
  return { count: places, first: `byte ${at}: ${before[at]} in the repository, ${after[at]} made` };
}
