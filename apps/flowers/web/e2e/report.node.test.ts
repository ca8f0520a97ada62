/** The report on paper: nothing but it is printed, and it has what the run came to. */
import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { buildModel } from "../../tutorial/model";
import { defaultSettings, emptyRecord } from "../engine/contract";
import { toFiles } from "../engine/storage/model-files";
import { en } from "../text/en";
import { describePage } from "./describe-page";

const classNames = ["daisy", "roses", "tulips"];

describePage("the report", (arrive) => {
  it("is all that is printed, with curves, matrix, table and mistakes of the run", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.give(en.keep.loadRun, { name: "run.zip", mimeType: "", buffer: await runFile() });
    await visitor.notices(en.keep.loadedRun);
    // Whoever prints without it gets the steps, as wide as the title.
    await page.emulateMedia({ media: "print" });
    const wide = await page
      .locator(".page-header, main")
      .evaluateAll((found) => found.map((each) => each.getBoundingClientRect().width));
    expect(wide[1]).toBe(wide[0]);
    await page.emulateMedia({ media: null });

    await page.evaluate(() => {
      const printed: string[] = [];
      Object.assign(window, { printed });
      // What a printer would get: the text as it is at that moment.
      window.print = () => void printed.push(document.querySelector(".report")?.textContent ?? "");
    });
    const report = page.locator(".report");
    await visitor.button(en.report.button).click();
    await visitor.notices(en.report.ready);
    expect(await report.isVisible()).toBe(false); // on the screen
    const [printed = ""] = await page.evaluate(
      () => (window as unknown as { printed: string[] }).printed,
    );
    for (const words of ["Plain CNN", "90.0%", "66.7%", "23.3%", "48 × 48", "seed 9", "2 min"])
      expect(printed).toContain(words);

    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await report.isVisible()).toBe(true);
    for (const other of [".page-header", "main", "footer", ".skip"])
      expect(await page.locator(other).first().isVisible(), other).toBe(false);
    const images = await report
      .locator("img")
      .evaluateAll((found) => found.map((each) => (each as HTMLImageElement).naturalWidth > 100));
    expect(images).toEqual([true, true]); // the curves and one confusion matrix
    expect(await report.locator(".report-mistakes canvas").count()).toBe(1);
    // Dark screens print on white paper.
    const ink = await report.evaluate((each) => getComputedStyle(each).color);
    expect(ink).toMatch(/^rgb\(33, 43, 37\)|color\(srgb 0\.12/);
    expect((await page.pdf()).length).toBeGreaterThan(20_000);
    visitor.expectNoFaults();
    await visitor.leave();
  });
});

/** A run as the page saves it, of a network that nobody trained. */
async function runFile(): Promise<Buffer> {
  const model = buildModel("baseline", { imageSize: [48, 48], numClasses: 3, seed: 1 });
  const { json, weights } = await toFiles(model);
  model.dispose();
  const judgement = {
    ...{ accuracy: 2 / 3, loss: 0.8, classNames },
    confusion: [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
    ],
    ...{ precision: [0.5, 1, 0], recall: [1, 1, 0] },
    worst: [{ truth: "tulips", guess: "daisy", confidence: 0.9 }],
  };
  const history = {
    ...{ loss: [1, 0.5], accuracy: [0.5, 0.9] },
    ...{ val_loss: [1, 0.8], val_accuracy: [0.5, 2 / 3] },
  };
  const record = {
    ...{ ...emptyRecord, status: "finished", epochs: 2, history, judgement },
    epochSeconds: [60, 60],
  };
  const settings = { ...defaultSettings, imageSize: 48, seed: 9 };
  const card = { format: "flowers-run-1", runs: { baseline: { settings, classNames, record } } };
  return Buffer.from(
    zipSync({
      "run.json": strToU8(JSON.stringify(card)),
      "baseline/model.json": strToU8(json),
      "baseline/weights.bin": new Uint8Array(weights),
      "baseline/mistakes/0.png": await paintPng("tulips", 3),
    }),
  );
}
