// Makes the finished run that a first visit shows: pictures of the painted sample set, seeded, all three ways to learn, on the built page.
//   node apps/flowers/web/screenshots/make-example.mjs
// Writes example/run.json, what the page tells of it, and example/pictures.webp, its pictures in one file.
/* global document -- what is handed to `page` runs in the page */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { chromium } from "playwright";
import sharp from "sharp";
import { build, preview, runnerImport } from "vite";

process.env["NODE_ENV"] = "production";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const configFile = here("../vite.config.ts");
/** Pixels of a picture's side in the file, and pictures in a row of it. */
const [side, columns] = [80, 8];
/** Pictures of each class. */
const perClass = 30;
const kinds = ["baseline", "augmented", "efficientnet-lite0"];

const outDir = await mkdtemp(join(tmpdir(), "flowers-example-"));
await build({ configFile, logLevel: "error", build: { outDir } });
const server = await preview({
  ...{ configFile, logLevel: "error", build: { outDir } },
  preview: { port: 0, host: "127.0.0.1" },
});
const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags] });
try {
  const page = await (await browser.newContext({ locale: "en" })).newPage();
  page.setDefaultTimeout(3_000_000);
  const lesson =
    "#lesson=language:en,size:64,batch:32,seed:123,plain:12,augmented:18,pretrained:20,backend:wasm";
  await page.goto(`${server.resolvedUrls?.local[0] ?? ""}${lesson}`);
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const { module: sample } = await runnerImport(here("../../tutorial/sample/paint.ts"));
  await page
    .locator("label.file-button", { hasText: "Choose a zip" })
    .locator("input")
    .setInputFiles({ name: "sample.zip", mimeType: "application/zip", buffer: await zip(sample) });
  const total = perClass * sample.sampleClassNames.length;
  await page.getByText(`${total} pictures in`).first().waitFor();
  console.log("painted");
  await page.locator("#look").scrollIntoViewIfNeeded();
  await page.locator("#look canvas").nth(17).waitFor();
  console.log("looked");
  await page.locator("#train .models").scrollIntoViewIfNeeded();
  await page
    .locator('#train select option[value="wasm"]:not([disabled])')
    .waitFor({ state: "attached" });
  const done = (kind) => page.locator(`li[data-kind="${kind}"][data-status="finished"]`).waitFor();
  for (const [kind, name] of [
    ["baseline", "Train plain"],
    ["augmented", "Train with augmentation and dropout"],
    ["efficientnet-lite0", "Train on a pretrained network"],
  ]) {
    await press(name);
    await done(kind);
    console.log(kind);
  }
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    press("Save the whole run"),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const files = unzipSync(Buffer.concat(chunks));
  const { runs } = JSON.parse(strFromU8(files["run.json"]));

  const looked = await canvases(page, "#look canvas");
  const [nine, variants] = [looked.slice(0, 9), looked.slice(9, 18)];
  const labels = await page.locator("#look .nine-grid .caption").allTextContents();
  const { classNames } = runs.baseline;
  const strip = await Promise.all(
    classNames.flatMap((name) => [0, 1, 2].map((index) => paint(sample, name, index))),
  );
  const photo = await paint(sample, "sunflowers", sample.newPictureIndex);
  const mistakes = Object.keys(files)
    .filter((name) => name.startsWith("augmented/mistakes/"))
    .sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)))
    .slice(0, 6)
    .map((name) => Buffer.from(files[name]));
  await page
    .locator("#use input[type=file][accept^=image]")
    .first()
    .setInputFiles({
      ...{ name: "flower.png", mimeType: "image/png", buffer: photo },
    });
  await page.locator('#use .answer[aria-busy="false"] .bars li').first().waitFor();
  const shares = await page
    .locator("#use .answer .bars li")
    .evaluateAll((rows) =>
      rows.map((row) =>
        [".bar-name", ".bar-value"].map((part) => row.querySelector(part)?.textContent ?? ""),
      ),
    );
  const answer = shares.map(([label, share]) => ({
    label,
    probability: rounded(Number.parseFloat(share) / 100),
  }));
  const pictures = { strip, nine, variants, mistakes, photo: [photo] };
  let at = 0;
  const places = Object.fromEntries(
    Object.entries(pictures).map(([name, each]) => [name, each.map(() => at++)]),
  );
  await writeSprite(Object.values(pictures).flat());
  const seconds = (value) => Math.round(value * 100) / 100;
  const record = ({ settings, record: { history, judgement, epochSeconds, ...rest } }) => ({
    ...{ settings, epochs: rest.epochs, parameters: rest.parameters },
    epochSeconds: epochSeconds.map(seconds),
    lookingSeconds: rest.lookingSeconds === null ? null : seconds(rest.lookingSeconds),
    history: Object.fromEntries(
      Object.entries(history).map(([name, values]) => [name, values.map(rounded)]),
    ),
    judgement: {
      ...judgement,
      ...{ accuracy: rounded(judgement.accuracy), loss: rounded(judgement.loss) },
      precision: judgement.precision.map(rounded),
      recall: judgement.recall.map(rounded),
      worst: judgement.worst.slice(0, 6).map((each) => ({
        ...each,
        confidence: rounded(each.confidence),
      })),
    },
  });
  const told = {
    classNames,
    labels,
    places,
    size: { side, columns, count: at },
    answer,
    models: Object.fromEntries(kinds.map((kind) => [kind, record(runs[kind])])),
  };
  await writeFile(here("../example/run.json"), `${JSON.stringify(told, null, 1)}\n`);
} finally {
  await browser.close();
  await server.close();
  await rm(outDir, { recursive: true, force: true });
}

function rounded(value) {
  return Math.round(value * 1e4) / 1e4;
}

/** What a selector names, as PNG. */
async function canvases(page, selector) {
  const addresses = await page
    .locator(selector)
    .evaluateAll((found) => found.map((canvas) => canvas.toDataURL("image/png")));
  return addresses.map((address) => Buffer.from(address.split(",")[1], "base64"));
}

/** A picture of the sample set, PNG. */
function paint({ paintSample }, name, index) {
  const { data, width, height } = paintSample(name, index);
  const channels = data.length / (width * height);
  return sharp(data, { raw: { width, height, channels } }).png().toBuffer();
}

/** The pictures as a zip of class folders. */
async function zip(sample) {
  const entries = {};
  for (const name of sample.sampleClassNames)
    for (let index = 0; index < perClass; index++)
      entries[`sample/${name}/${sample.sampleFileName(index)}`] = await paint(sample, name, index);
  return Buffer.from(zipSync(entries, { level: 0 }));
}

/** All pictures in one, row by row. */
async function writeSprite(all) {
  const tiles = await Promise.all(
    all.map((input) => sharp(input).resize(side, side, { fit: "cover" }).png().toBuffer()),
  );
  const rows = Math.ceil(tiles.length / columns);
  await sharp({
    create: {
      ...{ width: columns * side, height: rows * side, channels: 3, background: "#888" },
    },
  })
    .composite(
      tiles.map((input, at) => ({
        input,
        left: (at % columns) * side,
        top: Math.floor(at / columns) * side,
      })),
    )
    .webp({ quality: 62, effort: 6 })
    .toFile(here("../example/pictures.webp"));
}
