/** Keras's snake-case argument names as ours. */

/** `fill_mode` becomes `fillMode`. */
const camel = (key: string): string =>
  key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The same record with every key in camel case. */
export function camelKeys(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [camel(key), value]));
}
