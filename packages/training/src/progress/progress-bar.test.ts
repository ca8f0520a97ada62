/** The bar against the bytes that Keras 3.15's wrote at the same times. */
import { describe, expect, it } from "vitest";
import golden from "./fixtures/keras-progress.json";
import { ProgressBar } from "./progress-bar";

type Step = [seconds: number, current: number, values: Record<string, number>, finalize: boolean];

describe("ProgressBar", () => {
  it.each(golden.map((run) => [`${run.target} steps, verbose ${run.verbose}`, run] as const))(
    "%s",
    (_title, run) => {
      const startSeconds = 1000;
      const style = run.verbose === 1 ? "bar" : "line";
      const bar = new ProgressBar({ target: run.target, style, startSeconds });
      let nowSeconds = startSeconds;
      const out: string[] = [];
      for (const [seconds, current, values, finalize] of run.steps as unknown as Step[]) {
        nowSeconds += seconds;
        const text = bar.update({ current, values, finalize, nowSeconds });
        if (text !== "") out.push(text);
      }
      expect(out).toEqual(run.out);
    },
  );
});
