/** One line of progress: redrawn in place on a terminal, a plain line every tenth elsewhere. */

export interface ProgressLine {
  update(state: { done: number; total?: number }): void;
  /** Ends the line, if one was drawn. */
  done(): void;
}

const redrawMs = 100;

/** Draws the progress of counted work. */
export function drawProgress(
  stream: NodeJS.WriteStream,
  title: string,
  unit: "bytes" | "pictures",
): ProgressLine {
  const start = performance.now();
  const count = (n: number): string => (unit === "bytes" ? `${(n / 1e6).toFixed(1)} MB` : `${n}`);
  let lastDrawn = -Infinity;
  let lastTenth = 0;
  let drawn = false;
  return {
    update: ({ done, total }) => {
      const seconds = (performance.now() - start) / 1000;
      const share = total ? done / total : undefined;
      const rate =
        seconds > 0.2
          ? `, ${unit === "bytes" ? count(done / seconds) : `${(done / seconds).toFixed(1)} ${unit}`}/s`
          : "";
      const left =
        share && share < 1 && seconds > 0.5
          ? `, ${Math.ceil(seconds / share - seconds)} s left`
          : "";
      const text = `${title}: ${count(done)}${total ? ` of ${count(total)}` : ""}${rate}${left}`;
      if (stream.isTTY) {
        if (performance.now() - lastDrawn < redrawMs && share !== 1) return;
        lastDrawn = performance.now();
        stream.write(`\r\x1b[2K${text}`);
        drawn = true;
      } else if (share !== undefined && Math.floor(share * 10) > lastTenth) {
        lastTenth = Math.floor(share * 10);
        stream.write(`${text}\n`);
      }
    },
    done: () => {
      if (drawn) stream.write("\n");
      drawn = false;
    },
  };
}
