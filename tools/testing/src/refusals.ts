// What no function takes: given to each door of a package in turn, it must be refused in one sentence of the package's own.
import { expect, it } from "vitest";

const strange = [undefined, null, 5, NaN, "x", true, {}, [], () => 1];

/**
 * A test for each call, by name.
 *
 * @param isOwn whether an error is of the package
 */
export function itRefusesStrangeValues(
  calls: Readonly<Record<string, (value: never) => unknown>>,
  isOwn: (error: unknown) => boolean,
): void {
  it.each(Object.entries(calls))("%s", async (_, call) => {
    for (const value of strange) {
      let refused: unknown;
      try {
        await call(value as never);
      } catch (error) {
        refused = error;
      }
      expect(isOwn(refused), `${JSON.stringify(value)}: ${String(refused)}`).toBe(true);
      expect(String(refused)).not.toContain("\n");
    }
  });
}
