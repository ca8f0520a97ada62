/** Step 4 on the built page, in headless Chromium: the curves' values, the confusion matrix's pictures, the threshold's cost. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { beforeAll, expect, it } from "vitest";
import { answeredAccuracy, answeredShare, costAt } from "../../tutorial/confidence-threshold";
import { makeTinyFolder } from "../../test-support/tiny-folder";
import { en } from "../text/en";
import { OwnClasses } from "./own-classes";
import { describePage } from "./describe-page";

const classNames = ["daisy", "roses", "tulips"];
const perClass = 16;

interface SharedRun {
  readonly runs: {
    readonly baseline: {
      readonly record: {
        readonly history: Record<string, number[]>;
        readonly epochSeconds: number[];
        readonly judgement: { readonly confusion: number[][] };
      };
    };
  };
}

interface SharedAnswers {
  readonly ids: null;
  readonly truths: number[];
  readonly probabilities: number[][];
}

describePage("judging on the page", (arrive) => {
  let zip: Buffer;

  beforeAll(async () => {
    const folder = await makeTinyFolder(classNames, perClass, "png");
    const entries: Record<string, Uint8Array> = {};
    for (const name of classNames)
      for (let index = 0; index < perClass; index++)
        entries[`pictures/${name}/${index}.png`] = await readFile(
          join(folder.pictures, name, `${index}.png`),
        );
    await rm(folder.home, { recursive: true, force: true });
    zip = Buffer.from(zipSync(entries, { level: 0 }));
  });

  it("reads curves by keyboard and pointer, opens the pictures of a cell, counts what a threshold costs, and trains again with a label put right", async () => {
    const visitor = await arrive();
    const { page } = visitor;
    // A phone of 2 GB begins with less, and says so; what it begins with can be changed.
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => 2 }),
    );
    await visitor.comesBack();
    await visitor.sees(`text=${en.train.device("128", "16")}`);
    const fields = [en.train.imageSize, en.train.batchSize].map((name) => page.getByLabel(name));
    expect(await Promise.all(fields.map((field) => field.first().inputValue()))).toEqual([
      ...["128", "16"],
    ]);
    const cache = page.getByLabel(en.train.cache);
    expect(await cache.isChecked()).toBe(false);
    await cache.check();
    await visitor.give(en.data.archive, {
      name: "pictures.zip",
      mimeType: "application/zip",
      buffer: zip,
    });
    await visitor.seesPictures("48 pictures in 3 classes");
    await visitor.sets({
      ...{ imageSize: 24, batchSize: 8, seed: 7, plain: 3, augmented: 1, backend: "wasm" },
    });
    await visitor.button(en.train.plain).click();
    await visitor.seesTrained("baseline");
    const shared = unzipSync(await visitor.saves(en.keep.share));
    const read = (name: string): unknown => JSON.parse(strFromU8(shared[name] ?? new Uint8Array()));
    const { history, epochSeconds, judgement } = (read("run.json") as SharedRun).runs.baseline
      .record;
    const answers = read("baseline/answers.json") as SharedAnswers;
    const percent = (share: number | undefined): string => `${(100 * (share ?? NaN)).toFixed(1)}%`;
    expect(epochSeconds).toHaveLength(3);
    expect(Math.min(...epochSeconds)).toBeGreaterThan(0);

    const judge = page.locator("#judge");
    const slider = judge.getByRole("slider", { name: en.judge.curves.slider.epochs });
    await visitor.scrollsTo(judge, slider);
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await slider.getAttribute("aria-valuetext")).toBe(
      `after epoch 2. Plain: training ${percent(history["accuracy"]?.[1])}, validation ${percent(history["val_accuracy"]?.[1])}.`,
    );
    const gap = judge.locator('.gap li[data-kind="baseline"] .big');
    const gapAt = (epoch: number): string =>
      percent(
        (history["accuracy"]?.[epoch - 1] ?? 0) - (history["val_accuracy"]?.[epoch - 1] ?? 0),
      );
    expect(await gap.textContent()).toBe(gapAt(2));
    const loss = judge.locator(".curve-plot").last();
    await loss.hover({ position: { x: 50, y: 60 } });
    expect(await loss.locator(".curve-reading").textContent()).toContain(
      (history["val_loss"]?.[0] ?? NaN).toFixed(3),
    );
    expect(await gap.textContent()).toBe(gapAt(1));

    expect(answers.ids).toBeNull(); // the pictures stay here
    expect(judgement.confusion).toEqual(confusionOf(answers));
    const cells = judge.locator(".confusion td button");
    expect((await cells.allTextContents()).map(Number)).toEqual(
      judgement.confusion.flat().filter((pictures) => pictures > 0),
    );
    for (const cell of await cells.all()) {
      await visitor.presses(cell);
      const pictures = Number(await cell.textContent());
      await expect.poll(() => judge.locator(".mistakes li .picture").count()).toBe(pictures);
    }
    const [truth, guess] = wrongCell(judgement.confusion);
    await judge
      .getByRole("button", {
        name: en.judge.cell.wrong(
          String(judgement.confusion[truth]?.[guess]),
          classNames[truth] ?? "",
          classNames[guess] ?? "",
        ),
      })
      .click();
    await judge
      .getByRole("heading", {
        name: en.judge.mistake(classNames[truth] ?? "", classNames[guess] ?? ""),
      })
      .waitFor();

    const judged = answers.probabilities.map((row, i) => {
      const confidence = Math.max(...row);
      return { confidence, isRight: row.indexOf(confidence) === answers.truths[i] };
    });
    const least = judge.getByRole("slider", { name: en.judge.threshold.slider });
    for (const threshold of [0.4, 0.9]) {
      await least.fill(String(100 * threshold));
      const cost = costAt(judged, threshold);
      const [answered, right] = await judge.locator(".threshold dd").allTextContents();
      expect(answered).toBe(`${Math.round(100 * answeredShare(cost))}%`);
      const accuracy = answeredAccuracy(cost);
      expect(right).toBe(accuracy === null ? "–" : percent(accuracy));
    }
    const photo = {
      name: "new.png",
      mimeType: "image/png",
      buffer: Buffer.from(unzipSync(zip)["pictures/roses/0.png"] ?? []),
    };
    await least.fill("99");
    await visitor.give(en.use.photo, photo);
    expect(await visitor.sees(".answer-sentence")).toMatch(/^I am not sure\. It might be /);
    await least.fill("0");
    expect(await visitor.sees(".answer-sentence")).toMatch(/^This image most likely belongs to /);

    // A label was wrong, and another picture is none at all; the model learns of it when it is trained again.
    const classes = new OwnClasses(page);
    const [was, is] = [classNames[truth] ?? "", classNames[guess] ?? ""];
    await judge
      .getByLabel(`${en.judge.review.belongs}: ${en.judge.mistake(was, is)}`)
      .first()
      .selectOption(is);
    await classes.sees(was, perClass - 1);
    await classes.sees(is, perClass + 1);
    const changed = judge.getByText(en.judge.review.changed(en.models.baseline));
    await changed.waitFor();
    await judge.getByRole("button", { name: en.judge.allMistakes }).click();
    await visitor.presses(judge.getByRole("button", { name: en.judge.review.throwOut }).last());
    await judge.getByText(en.judge.review.thrownOut).waitFor();
    await visitor.sees("text=47 pictures in 3 classes");
    await judge.getByRole("button", { name: en.judge.review.undo }).click();
    await visitor.sees("text=48 pictures in 3 classes");
    await visitor.comesBack();
    await classes.sees(is, perClass + 1);
    await visitor.scrollsTo(judge, changed);
    expect(await cache.isChecked()).toBe(true);
    await cache.uncheck(); // decoded anew in every epoch, the pictures are judged by name all the same
    await judge.getByRole("button", { name: en.judge.review.again }).click();
    await visitor.seesTrained("baseline");
    await changed.waitFor({ state: "detached" });
    const after = JSON.parse(
      strFromU8(unzipSync(await visitor.saves(en.keep.share))["run.json"] ?? new Uint8Array()),
    ) as SharedRun;
    const again = after.runs.baseline.record.judgement.confusion;
    expect(again).not.toEqual(judgement.confusion);
    const right = again.map((row, truth) => row[truth] ?? 0);
    const best = right.indexOf(Math.max(...right));
    const cell = en.judge.cell.right(String(right[best]), classNames[best] ?? "");
    await visitor.presses(judge.getByRole("button", { name: cell, exact: true }));
    await expect.poll(() => judge.locator(".mistakes li .picture").count()).toBe(right[best]);
    expect(await judge.locator(".mistakes li select").count()).toBe(right[best]);
    visitor.expectNoFaults();
    await visitor.leave();
  });
});

function confusionOf({ truths, probabilities }: SharedAnswers): number[][] {
  const confusion = classNames.map(() => classNames.map(() => 0));
  for (const [i, row] of probabilities.entries()) {
    const counts = confusion[truths[i] ?? 0];
    const guess = row.indexOf(Math.max(...row));
    if (counts) counts[guess] = (counts[guess] ?? 0) + 1;
  }
  return confusion;
}

/** A mistake that was made, in class indices. */
function wrongCell(confusion: readonly (readonly number[])[]): [number, number] {
  for (const [truth, row] of confusion.entries())
    for (const [guess, pictures] of row.entries())
      if (truth !== guess && pictures > 0) return [truth, guess];
  throw new Error("The model made no mistake: train it less.");
}
