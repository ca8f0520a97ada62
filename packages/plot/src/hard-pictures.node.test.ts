/** Pictures of hard inputs: nothing written lies over anything else written, and nothing leaves the picture. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { augmented, baseline } from "./fixtures/histories";
import { plotConfusionMatrix, plotHistory, plotImages } from "./index";
import { hardHistory } from "./test-support/hard-histories";
import {
  faultsOf,
  labelsOnLines,
  labelsOnLinesForNothing,
  placedItems,
} from "./test-support/picture-boxes";

// A longer look: PLOT_HARD_RUNS=1000 PLOT_HARD_SEED=5.
const numRuns = Number(process.env["PLOT_HARD_RUNS"] ?? 40);
const seed = Number(process.env["PLOT_HARD_SEED"] ?? 20261125);

const nothing = { accuracy: [], loss: [], val_accuracy: [], val_loss: [] };
const last = {
  accuracy: [0.2, 0.4, 0.5, 0.6, 0.66, 0.7, 0.75],
  loss: [1.9, 1.4, 1.2, 1.1, 0.9, 0.7, 0.61],
  val_accuracy: [0.3, 0.4, 0.5, 0.5, 0.6, 0.6, 0.71],
  val_loss: [1.5, 1.3, 1.3, 1, 0.9, 0.8, 0.74],
};

describe("histories", () => {
  it(`of ${numRuns} kinds: epochs, runs, metrics, names, sizes, legends, values`, async () => {
    await fc.assert(
      fc.asyncProperty(hardHistory, async ({ history, options }) => {
        const faults = await faultsOf(plotHistory(history, options));
        expect(faults.slice(0, 3)).toEqual([]);
      }),
      { numRuns, seed, endOnFailure: true },
    );
  }, 600_000);

  it.each([
    ["the tutorial's two runs", { baseline, augmented }, { width: 1000, height: 500 }],
    ["the tutorial's run", baseline, {}],
    ["a run whose last epoch is its best", last, { width: 800, height: 400, legend: "below" }],
    ["the same, narrow", last, { width: 360, height: 640, panels: "stacked" }],
  ] as const)("keep labels off curves: %s", async (_, history, options) => {
    const plot = plotHistory(history, { ...options, markBest: true, markGap: true });
    expect(await labelsOnLines(plot)).toEqual([]);
    expect(await faultsOf(plot)).toEqual([]);
  });

  it("leave no label on a curve while their panel has a free place", async () => {
    await fc.assert(
      fc.asyncProperty(hardHistory, async ({ history, options }) => {
        const plot = plotHistory(history, { ...options, markBest: true, markGap: true });
        expect(await labelsOnLinesForNothing(plot)).toEqual([]);
      }),
      { numRuns: Math.ceil(numRuns / 3), seed: seed + 1, endOnFailure: true },
    );
  }, 600_000);

  it("have no faults before their first epoch", async () => {
    expect(await faultsOf(plotHistory(nothing, { markBest: true, markGap: true }))).toEqual([]);
  });

  it.each<Record<string, number[]>>([
    { accuracy: [0.99998, 0.99999], val_accuracy: [0.99997, 0.99999] },
    { loss: [0.693151, 0.693148, 0.693147] },
    { loss: [123.4569, 123.4561] },
    { loss: [1e9, 1e9 + 0.3] },
    { loss: [10_000, 10_001] },
    { loss: [1.23456e-12, 1.23457e-12] },
    { loss: [1.5, 3e38] },
    { learning_rate: [1e-3, 5e-4, 2.5e-4], loss: [3, 2, 1] },
  ])("label every value of an axis as itself: %j", async (history) => {
    const { items } = await placedItems(plotHistory(history));
    const axes = new Map<string, string[]>();
    for (const { kind, text, group } of items)
      if (kind === "text" && group.includes("axis") && /\d/.test(text))
        axes.set(group, [...(axes.get(group) ?? []), text]);
    expect(axes.size).toBeGreaterThan(1);
    for (const labels of axes.values()) expect(new Set(labels).size).toBe(labels.length);
  });
});

describe("confusion matrices", () => {
  const names = {
    short: (at: number) => `c${at}`,
    words: (at: number) => `flower class ${at}`,
    long: (at: number) => `n0208${at}-a very long name of a breed that ends alike ${at % 2}`,
    alike: (at: number) => `${"the same beginning of all names ".repeat(2)}${at}`,
    korean: (at: number) => `아주 긴 한국어 꽃 이름 ${at}번`,
  };
  const counts = [0, 1, 7, 0.123456789, 99, 12_345, 1_234_567, 1e21];
  const matrix = fc.record({
    classes: fc.constantFrom(1, 2, 3, 5, 17, 40),
    name: fc.constantFrom<(keyof typeof names)[]>("short", "words", "long", "alike", "korean"),
    cellSize: fc.constantFrom(undefined, 24, 30, 40, 76),
    most: fc.integer({ min: 1, max: counts.length }),
    title: fc.constantFrom(
      undefined,
      "A title of many words that is much wider than a small matrix",
    ),
    theme: fc.constantFrom<("light" | "dark")[]>("light", "dark"),
  });

  it("of many and few classes", async () => {
    await fc.assert(
      fc.asyncProperty(matrix, async ({ classes, name, cellSize, most, title, theme }) => {
        const rows = Array.from({ length: classes }, (_, row) =>
          Array.from({ length: classes }, (_unused, at) => counts[(row * 5 + at * 3) % most] ?? 0),
        );
        const classNames = rows.map((_, at) => names[name](at));
        const plot = plotConfusionMatrix(rows, classNames, {
          theme,
          ...(cellSize === undefined ? {} : { cellSize }),
          ...(title === undefined ? {} : { title }),
        });
        expect((await faultsOf(plot)).slice(0, 3)).toEqual([]);
        const { items } = await placedItems(plot);
        const labels = items.filter(({ group }) => group.includes("axis")).map(({ text }) => text);
        // Each class once at each side, and two titles.
        expect(new Set(labels).size).toBeGreaterThanOrEqual(classes + 2);
      }),
      { numRuns: 25, seed },
    );
  }, 600_000);

  it("of 120 classes", async () => {
    const rows = Array.from({ length: 120 }, (_, row) =>
      Array.from({ length: 120 }, (_unused, at) =>
        row === at ? 98 : (row * 7 + at) % 29 === 0 ? 1 : 0,
      ),
    );
    const plot = plotConfusionMatrix(
      rows,
      rows.map((_, at) => names.long(at)),
    );
    expect((await faultsOf(plot)).slice(0, 3)).toEqual([]);
  });
});

describe("image grids", () => {
  const image = { data: new Uint8Array(12), width: 4, height: 1, channels: 3 };
  it.each([16, 40, 90, 210])("of cells of %i", async (cellSize) => {
    const titles = ["terrier (left)", "terrier (right)", "무궁화 사진", "", "x".repeat(80)];
    const plot = plotImages([image, image, image, image, image], titles, {
      cellSize,
      title: "All of them, one beside the other",
    });
    expect(await faultsOf(plot)).toEqual([]);
    const { items } = await placedItems(plot);
    const shown = items.map(({ text }) => text).filter((text) => /^t.*[…)]/.test(text));
    expect(new Set(shown).size).toBe(shown.length);
  });
});
