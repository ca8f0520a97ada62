/** Finds what a name stands for, in Keras's spelling or ours: `"he_normal"`, `"heNormal"` and `"HeNormal"` are one name. */
import { ModelZooError } from "./errors";

const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

/**
 * The entry of a table under a name, its spelling aside.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function named<T>(table: Readonly<Record<string, T>>, name: string, kind: string): T {
  const found = Object.entries(table).find(([known]) => plain(known) === plain(name));
  if (found) return found[1];
  throw new ModelZooError(
    "unknown-name",
    `Could not interpret ${kind} identifier: ${name}. Known: ${Object.keys(table).join(", ")}.`,
  );
}

/** An object as tfjs and Keras write it into a saved model: a class by name, and its arguments. */
export interface Saved {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Reads a saved object, `{ className, config }` as tfjs spells it or `{ class_name, config }` as Keras does. */
export function savedObject(value: unknown): Saved | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { className, class_name: snake, config } = value as Record<string, unknown>;
  const name = className ?? snake;
  if (typeof name !== "string") return undefined;
  return {
    className: name.replace(/^Flowers>/, ""),
    config: camelKeys((config ?? {}) as Record<string, unknown>),
  };
}

/** The same record with Keras's argument names spelled as ours. */
export function camelKeys(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
