// Takes the pictures of docs/screenshots: the first look, every step, and the page that is taken away; light and dark, wide and narrow.
//   node apps/flowers/web/screenshots/take.mjs [languages, default en; such as en,ko] [folder]
/* global document -- what is handed to `page` runs in the page */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { unzipSync } from "fflate";
import { chromium } from "playwright";
import sharp from "sharp";
import { build, preview } from "vite";

process.env["NODE_ENV"] = "production";
const [languages = "en", into] = process.argv.slice(2);
const languageNames = { en: "English", ko: "한국어" };
const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
const folder = into
  ? resolve(into)
  : fileURLToPath(new URL("../../../../docs/screenshots/", import.meta.url));
const steps = ["data", "look", "train", "judge", "use"];
const widths = { wide: 1200, narrow: 360 };

const outDir = await mkdtemp(join(tmpdir(), "flowers-web-"));
await build({ configFile, logLevel: "error", build: { outDir } });
const server = await preview({
  configFile,
  logLevel: "error",
  build: { outDir },
  preview: { port: 0, host: "127.0.0.1" },
});
const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags] });
try {
  const context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.locator('main:not([aria-busy="true"])').waitFor();
  await mkdir(folder, { recursive: true });
  // As tall as a window is: whatever is below it is not the first look.
  await inEachLook(page, 900, (ending) => save(`first${ending}`, page.screenshot()));
  await page.locator("#data .button.primary").click();
  await page.locator("#data .card .small-pictures, #data .card canvas").first().waitFor();
  await page.locator("#data .class-bars, #data .card").first().waitFor();
  await page.locator("#train .presets input[value=quick]").check({ force: true });
  await page
    .locator('#train select option[value="wasm"]:not([disabled])')
    .waitFor({ state: "attached" });
  await page.locator("#train select").selectOption("wasm");
  await page.locator("#train .models .button.primary:not([disabled])").click();
  await page
    .locator('li[data-kind="augmented"][data-status="finished"]')
    .waitFor({ timeout: 3_000_000 });
  const sunflower = await fetchPicture(page);
  await page.locator("#use input[type=file]").first().setInputFiles(sunflower);
  await page.locator(".answer-sentence").waitFor();

  await page.locator(".minute .button").click();
  // So tall that all of a step is in view: a picture beyond the window would change its size, and with it the page.
  const tall = 6000;
  await inEachLook(page, tall, async (ending) => {
    // The way through the steps stays in view and would lie across every picture.
    await page.addStyleTag({ content: "nav { visibility: hidden }" });
    for (const step of steps) await take(page, step, `${step}${ending}`);
  });
  const away = await context.newPage();
  for (const language of languages.split(",")) {
    await speak(page, language);
    await openTakenAway(page, away);
    await away.locator("label.file-button input").setInputFiles(sunflower);
    await away.locator(".picture").waitFor();
    await inEachScheme(away, 640, language, (ending) =>
      save(`away${ending}`, away.screenshot({ fullPage: true })),
    );
  }
} finally {
  await browser.close();
  await server.close();
  await rm(outDir, { recursive: true, force: true });
}

/** Does something in every language, light and width; `height` is that of the window. */
async function inEachLook(page, height, work) {
  for (const language of languages.split(",")) {
    await speak(page, language);
    await inEachScheme(page, height, language, work);
  }
}

async function speak(page, language) {
  await page.getByRole("radio", { name: languageNames[language] }).check({ force: true });
}

async function inEachScheme(page, height, language, work) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, width] of Object.entries(widths)) {
      await page.setViewportSize({ width, height });
      await drawingsRest(page);
      await work(`-${scheme}-${name}${language === "en" ? "" : `-${language}`}.webp`);
    }
  }
}

async function save(file, png) {
  await sharp(await png)
    .webp({ quality: 80 })
    .toFile(join(folder, file));
  console.log(file);
}

/** Saves the page of its own, and opens it as a double click does. */
async function openTakenAway(page, away) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#use .take-away .button.primary").click(),
  ]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const file = join(outDir, "taken-away.html");
  await writeFile(file, unzipSync(Buffer.concat(chunks))["index.html"]);
  await away.goto(pathToFileURL(file).href);
}

/** Takes one step's picture, without the others; again, when the page has moved meanwhile. */
async function take(page, step, file) {
  await showSteps(page, [step]);
  const place = () =>
    page.locator(`#${step}`).evaluate((section) => {
      const { x, y, width, height } = section.getBoundingClientRect();
      const top = section.ownerDocument.documentElement.getBoundingClientRect().y;
      const margin = Math.min(x, 32); // of the page's own paper
      return { x: x - margin, y: y - top, width: width + 2 * margin, height };
    });
  let png;
  for (let tries = 0; tries < 5; tries++) {
    await drawingsRest(page);
    const clip = await place();
    png = await page.screenshot({ clip });
    if (JSON.stringify(clip) === JSON.stringify(await place())) break;
  }
  await save(file, png);
  await showSteps(page, steps);
}

function showSteps(page, shown) {
  return page.locator("section.step").evaluateAll((sections, names) => {
    for (const section of sections) section.hidden = !names.includes(section.id);
  }, shown);
}

/** Curves are drawn again for another width: waits until nothing has moved for a while. */
async function drawingsRest(page) {
  const drawn = () =>
    page.evaluate(() =>
      [
        document.body.scrollHeight,
        ...[...document.querySelectorAll(".curve-plot svg")].map((svg) =>
          svg.getAttribute("viewBox"),
        ),
      ].join(),
    );
  for (let before = "", rested = 0; rested < 3; rested++) {
    await page.waitForTimeout(500);
    const now = await drawn();
    if (now !== before) rested = 0;
    before = now;
  }
}

/** A picture of the page's own: one of the nine of step 2, as a file. */
async function fetchPicture(page) {
  const dataUrl = await page
    .locator("#look canvas")
    .first()
    .evaluate((canvas) => canvas.toDataURL("image/png"));
  return {
    name: "flower.png",
    mimeType: "image/png",
    buffer: Buffer.from(dataUrl.split(",")[1], "base64"),
  };
}
