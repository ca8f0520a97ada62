/** The report as a page: whole, self-contained, and nobody's text is markup. */
import { expect, it } from "vitest";
import type { ReportContent, ReportModel } from "./content";
import { renderReport } from "./render-report";

const model = (title: string): ReportModel => ({
  title,
  description: "three blocks",
  history: { accuracy: [0.5, 0.9], loss: [1, 0.5], val_accuracy: [0.4, 0.6], val_loss: [1, 0.9] },
  summary: "dense (Dense) <5>",
  parameters: 3989285,
  judgement: {
    accuracy: 0.6,
    loss: 0.9,
    confusion: [
      [3, 1],
      [2, 4],
    ],
    precision: [0.6, 0.8],
    recall: [0.75, 0.667],
    worst: [
      {
        image: { data: new Uint8Array(3), width: 1, height: 1, channels: 3 },
        truth: 0,
        guess: 1,
        confidence: 0.99,
      },
    ],
  },
  calibration: null,
  curves: `<?xml version="1.0"?>\n<svg class="curves-of-${title}"></svg>`,
  confusion: "<svg></svg>",
  secondsPerEpoch: 1.25,
  imagesPerSecond: 123.4,
});

const content: ReportContent = {
  madeAt: new Date("2026-01-02T03:04:05Z"),
  data: {
    name: "photos & <more>",
    painted: true,
    classNames: ["<daisy>", "roses"],
    countsByClass: [4, 6],
    training: 8,
    validation: 2,
    advice: ["Few photos: roses (6)."],
  },
  photosSvg: "<svg></svg>",
  augmentedSvg: "<svg></svg>",
  overlaySvg: "<svg></svg>",
  models: [model("Plain"), model("Augmented")],
  prediction: {
    sentence: "This image most likely belongs to roses.",
    image: "data:image/png;base64,AAAA",
    ranking: [{ label: "roses", index: 1, probability: 0.9 }],
    beyond: null,
  },
  photoUri: () => Promise.resolve("data:image/png;base64,BBBB"),
  timings: { Data: 63.2 },
  settings: { Seed: 123 },
  versions: { "Node.js": "v20" },
};

it("tells the whole run in one page that needs nothing else", async () => {
  const page = await renderReport(content);
  expect(page).toMatch(/^<!doctype html>\n<html lang="en"><head><meta charset="utf-8"/);
  expect(page).not.toMatch(/(src|href)="https?:/);
  const headings = [...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, heading]) => heading);
  expect(headings).toEqual([
    "The data",
    "Learning curves",
    "Overfitting, before and after",
    "Which classes are confused",
    "The worst mistakes",
    "A new picture",
    "The networks",
    "How it was run",
  ]);
  for (const words of [
    "sample set",
    "3,989,285 parameters",
    "1 min 3 s",
    "90.0\u00a0%",
    "30.0\u00a0%",
  ])
    expect(page).toContain(words);
  expect(page).toContain('<svg class="curves-of-Plain"></svg>');
  expect(page).not.toContain("<?xml");
  expect(page).toContain('<img src="data:image/png;base64,BBBB" alt="&lt;daisy>"');
  expect(page).toContain("2026-01-02 03:04:05 UTC");
});

it("adds what goes beyond the tutorial, where it was done", async () => {
  const calibration = {
    ...{ temperature: 1.5, samples: 2, loss: { before: 1, after: 0.9 } },
    expectedCalibrationError: { before: 0.123, after: 0.045 },
  };
  const beyond = { title: "Third", sentence: "It is surely roses.", ranking: [] };
  const page = await renderReport({
    ...content,
    models: [...content.models, { ...model("Third"), calibration }],
    prediction: { ...content.prediction, beyond },
  });
  const plain = await renderReport(content);
  for (const words of [
    "How sure it may be",
    "<td>0.123</td><td>0.045</td>",
    "It is surely roses.",
  ]) {
    expect(page).toContain(words);
    expect(plain).not.toContain(words);
  }
  const bars = (html: string): number => html.split('<i style="width:').length - 1;
  expect([bars(plain), bars(page)]).toEqual([2, 3]);
  expect(plain).toContain("Few photos: roses (6).");
});

it("shows a long table of layers on demand", async () => {
  const long = { ...model("Third"), summary: Array(100).fill("a layer").join("\n") };
  const page = await renderReport({ ...content, models: [...content.models, long] });
  const folded = /<details><summary>Its layers, one by one<\/summary><pre>a layer\n/;
  expect(page).toMatch(folded);
  expect(page.split("<details>")).toHaveLength(2);
  expect(await renderReport(content)).not.toContain("<details>");
});

it("escapes names, and gives the same bytes for the same run", async () => {
  const page = await renderReport(content);
  expect(page).not.toContain("<daisy>");
  expect(page).not.toContain("<more>");
  expect(page).not.toContain("<5>");
  expect(await renderReport(content)).toBe(page);
});
