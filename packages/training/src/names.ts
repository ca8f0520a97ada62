/** Names as Keras takes them: `"SparseCategoricalCrossentropy"`, `"sparse_categorical_crossentropy"`, any case. */
import { TrainingError } from "./errors";

/** A name without what spellings differ in. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, "");
}

/** Keras's snake case of a class name: `"MeanSquaredError"` becomes `"mean_squared_error"`. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z0-9]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Levenshtein's distance: insertions, deletions and replacements from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known name nearest to an unknown one. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const distances = known.map(
    (each) => [editDistance(plainName(name), plainName(each)), each] as const,
  );
  return distances.sort(([a], [b]) => a - b)[0]?.[1];
}

/**
 * Looks a name up, whatever its spelling.
 *
 * @throws TrainingError `unknown-name`, with the nearest known name and all of them
 */
export function lookUp<T>(kind: string, name: string, table: Readonly<Record<string, T>>): T {
  const found = Object.entries(table).find(([known]) => plainName(known) === plainName(name));
  if (found) return found[1];
  const known = Object.keys(table);
  throw new TrainingError(
    "unknown-name",
    `Could not interpret ${kind} identifier: ${name}. Did you mean "${nearestName(name, known)}"? Known: ${known.join(", ")}.`,
  );
}

/**
 * Refuses an option that does not exist; TypeScript does so too, but not everybody writes it.
 *
 * @throws TrainingError `unknown-name`, with the nearest known name and all of them
 */
export function refuseUnknown(owner: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TrainingError(
    "unknown-name",
    `${owner}: argument not recognized: ${unknown}. Did you mean "${nearestName(unknown, known)}"? Known: ${known.join(", ")}.`,
  );
}
