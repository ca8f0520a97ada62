/** Training on WebGL, drawn in software: slow, but by the same shaders. */
import { expect, it } from "vitest";
import { en } from "../text/en";
import { describePage } from "./describe-page";
import { paintedZip } from "./painted-zip";
import type { Visitor } from "./visitor";

describePage(
  "the page on a graphics processor",
  (arrive) => {
    it("trains on WebGL, and the curves grow", async () => {
      const visitor = await arrive();
      const buffer = await paintedZip(["daisy", "roses"], 8); // software WebGL takes its time, even for these
      await visitor.give(en.data.archive, { name: "x.zip", mimeType: "application/zip", buffer });
      await visitor.seesPictures("16 pictures in 2 classes");
      await visitor.sets({
        batchSize: 8,
        imageSize: 24,
        seed: 7,
        plain: 2,
        augmented: 1,
        backend: "webgl",
      });
      await visitor.button(en.train.plain).click();
      await visitor.sees("figure.curves svg"); // after one epoch: dots
      expect(await curvePoints(visitor)).toBeLessThan(2);
      await visitor.seesTrained("baseline");
      await expect.poll(() => curvePoints(visitor), { timeout: 240_000 }).toBe(2);
      visitor.expectNoFaults();
      await visitor.leave();
    });
  },
  { graphics: true },
);

/** Points of the first validation curve that the page shows. */
async function curvePoints({ page }: Visitor): Promise<number> {
  const path = page
    .locator('figure.curves [data-part="validation"][data-kind] .curve-line')
    .first();
  return ((await path.getAttribute("d")) ?? "").split(/[ML]/).length - 1;
}
