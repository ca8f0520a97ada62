/** Keeps slow work to one at a time: of the calls that come meanwhile, only the last is done. */

/**
 * Wraps `work` so that it never overlaps itself. While one call is under way, later ones replace each other, and the last
 * of them starts when it ends. Errors go to `onError`.
 *
 * @example
 * ```ts
 * const redraw = latest(draw, console.error);
 * redraw(1); redraw(2); redraw(3); // draws 1, then 3
 * ```
 */
export function latest<Arguments extends readonly unknown[]>(
  work: (...values: Arguments) => Promise<void>,
  onError: (error: unknown) => void,
): (...values: Arguments) => void {
  let busy = false;
  let waiting: Arguments | undefined;

  async function run(values: Arguments): Promise<void> {
    busy = true;
    let next: Arguments | undefined = values;
    while (next) {
      try {
        await work(...next);
      } catch (error) {
        onError(error);
      }
      next = waiting;
      waiting = undefined;
    }
    busy = false;
  }

  return (...values) => {
    if (busy) waiting = values;
    else void run(values);
  };
}
