/** Pictures that are examples and snapshots at once: the SVG files in `__pictures__`, numbers rounded to 3 decimals. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { expect, it } from "vitest";
import { compile } from "vega-lite";
import { augmented, baseline } from "./fixtures/histories";
import { plotConfusionMatrix, plotHistory, plotImages, type StaticPlot } from "./index";

const gradient = (
  width: number,
  height: number,
  channels: number,
): { data: Uint8Array; width: number; height: number; channels: number } => ({
  data: Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 7) % 256),
  width,
  height,
  channels,
});

const pictures: Record<string, Pick<StaticPlot, "spec" | "toSvg" | "toPng">> = {
  tutorial: plotHistory(baseline),
  overlay: plotHistory(
    { baseline, augmented },
    { title: "Flowers", width: 1000, height: 500, markBest: true, markGap: true, grid: true },
  ),
  below: plotHistory({ baseline, augmented }, { height: 500, legend: "below" }),
  "one-epoch": plotHistory({ loss: [1.3], accuracy: [0.43] }, { height: 400 }),
  gaps: plotHistory({ loss: [NaN, 2, NaN, 1e5, 2e5], acc: [] }, { height: 400, markBest: true }),
  images: plotImages(
    [gradient(8, 8, 3), gradient(12, 6, 1), gradient(6, 6, 4)],
    ["rgb & more", "grey", "장미"],
    { cellSize: 90 },
  ),
  confusion: plotConfusionMatrix(
    [
      [110, 10],
      [0, 0],
    ],
    ["daisy", "장미"],
  ),
  dark: plotHistory(
    { plain: baseline, augmented },
    {
      height: 500,
      legend: "below",
      theme: "dark",
      markBest: true,
      words: {
        accuracyTitle: "Genauigkeit",
        lossTitle: "Verlust",
        best: "Bestes {value} ({epoch})",
      },
    },
  ),
  stacked: plotHistory(
    { baseline, augmented },
    { width: 330, height: 640, legend: "below", panels: "stacked" },
  ),
  "confusion-dark": plotConfusionMatrix(
    [
      [9, 1],
      [3, 7],
    ],
    ["daisy", "roses"],
    { theme: "dark", axisTitles: { predicted: "Vorhergesagt", actual: "Wirklich" } },
  ),
};

const round = (svg: string): string =>
  svg.replace(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3))));

it.each(Object.entries(pictures))("%s", async (name, plot) => {
  const warnings: string[] = [];
  const warn = (...messages: unknown[]): never => {
    warnings.push(messages.join(" "));
    return logger as never;
  };
  const logger = { level: warn, error: warn, warn, info: () => logger, debug: () => logger };
  compile(plot.spec, { logger: logger });
  expect(warnings).toEqual([]);
  const svg = await plot.toSvg();
  expect(await plot.toSvg()).toBe(svg);
  await expect(round(svg).replace(/></g, ">\n<")).toMatchFileSnapshot(`__pictures__/${name}.svg`);
});

it("has the asked size, the tutorial's texts as outlines, and no text that needs a font", async () => {
  const svg = await pictures["tutorial"]?.toSvg();
  expect(svg).toMatch(/^<svg[^>]* width="800" height="800"/);
  for (const text of [
    "Training and Validation Accuracy",
    "Training Loss",
    "Validation Accuracy",
    "Epoch",
    "0.95",
  ]) {
    expect(svg).toMatch(new RegExp(`<path[^>]* aria-label="${text}" d="M[^"]{20,}"`));
  }
  expect(svg).not.toContain("<text");
});

it("keeps as text what the bundled font lacks", async () => {
  const svg = await pictures["confusion"]?.toSvg();
  expect(svg).toMatch(/<text[^>]*sans-serif"[^>]*>장미<\/text>/);
  expect(svg).toContain('aria-label="daisy"');
});

it("bounds the picture of 10,000 epochs", async () => {
  const loss = Array.from(
    { length: 10_000 },
    (_, index) => 2 / (1 + index / 800) + 0.1 * Math.sin(index),
  );
  loss[4321] = 9;
  const plot = plotHistory({ loss, val_loss: loss.map((value) => value + 0.5) });
  expect(JSON.stringify(plot.spec)).toContain('"value":9,');
  // Measured 0.13 MB; unthinned it is more than 0.3 MB.
  expect((await plot.toSvg()).length).toBeLessThan(200_000);
});

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

it("makes the same PNG twice, and in another process of a machine without fonts", async () => {
  const plot = plotHistory(baseline);
  const first = digest(await plot.toPng({ scale: 2 }));
  expect(digest(await plotHistory(baseline).toPng({ scale: 2 }))).toBe(first);
  const empty = mkdtempSync(join(tmpdir(), "no-fonts-"));
  const root = new URL("..", import.meta.url);
  // Inside the package, so that the bundle finds its node_modules.
  const outDir = fileURLToPath(new URL(".vitest/child/", root));
  await build({
    config: false,
    silent: true,
    clean: false,
    dts: false,
    entry: { "plot-child": fileURLToPath(new URL("src/index.ts", root)) },
    outDir,
    format: "esm",
    platform: "node",
    noExternal: [/^#platform$/],
    outExtension: () => ({ js: ".mjs" }),
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
  const bundle = join(outDir, "plot-child.mjs");
  const script = `
    import { createHash } from "node:crypto";
    import { plotHistory } from ${JSON.stringify(bundle)};
    const png = await plotHistory(${JSON.stringify(baseline)}).toPng({ scale: 2 });
    process.stdout.write(createHash("sha256").update(png).digest("hex"));
  `;
  const child = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    env: {
      PATH: process.env["PATH"],
      HOME: empty,
      FONTCONFIG_PATH: empty,
      FONTCONFIG_FILE: join(empty, "none.conf"),
    },
    encoding: "utf8",
  });
  expect(child).toBe(first);
});
