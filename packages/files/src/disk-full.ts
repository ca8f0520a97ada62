/** Running out of room, wherever files are written. */

/** How systems and browsers call it: no space, quota used up, a limit on the size of files. */
const names: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG", "QuotaExceededError"]);

/**
 * The end of a sentence for an error that says that there was no room, `no room is left on the disk (ENOSPC)`, with the
 * system's own word in it; undefined for any other.
 *
 * @example
 * ```ts
 * const full = diskFull(cause);
 * if (full !== undefined) throw new Error(`The log could not be written: ${full}.`, { cause });
 * ```
 */
export function diskFull(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { code } = cause as { readonly code?: unknown };
  const name = [code, cause.name].find((one): one is string => names.has(one));
  return name === undefined ? undefined : `no room is left on the disk (${name})`;
}
