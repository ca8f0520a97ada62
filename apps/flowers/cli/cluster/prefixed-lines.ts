/** Lines of several processes in one terminal, each with its process's name before it. */
import type { Readable, Writable } from "node:stream";

/**
 * Copies `from` to `to`, line by line. What a progress bar draws over itself becomes its last state.
 *
 * @returns settles when `from` has ended and all is handed over
 */
export function prefixLines(from: Readable, to: Writable, prefix: string): Promise<void> {
  let begun = "";
  const write = (line: string): void => {
    const shown = line.replace(/\r$/, "").split("\r").at(-1) ?? "";
    to.write(`${prefix}${shown}\n`);
  };
  from.setEncoding("utf8");
  from.on("data", (text: string) => {
    const lines = (begun + text).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) write(line);
  });
  return new Promise((done) => {
    from.once("close", () => {
      if (begun !== "") write(begun);
      done();
    });
  });
}
