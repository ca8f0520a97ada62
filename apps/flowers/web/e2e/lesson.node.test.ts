/**
 * The page as a class has it: from a plain host under a path, which sends no isolation headers, opened by a teacher's address, and
 * later without network.
 */
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { unzipSync } from "fflate";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { serveFolder, type StaticServer } from "../host/test-support/static-server";
import { defaultSettings } from "../engine/contract";
import { lessonAddress } from "../page/state/lesson-address";
import { en } from "../text/en";
import { ko } from "../text/ko";
import { languageNames } from "../text/language";
import { lessonKo } from "../text/lesson/lesson-ko";
import { axeFaults } from "./axe-faults";
import { choose } from "./choose";
import { untrainedModels } from "./models-to-load";
import { builtPage } from "./page-server";

const executablePath = findChromium();
const settings = { ...defaultSettings, imageSize: 48, seed: 5 };

describe.skipIf(!executablePath)("the page of a class", () => {
  let browser: Browser;
  let context: BrowserContext;
  let server: StaticServer;
  let page: Page;

  beforeAll(async () => {
    server = await serveFolder(await builtPage(), "/school/class-7/");
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
    context = await browser.newContext({
      locale: "en-US",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    page = await context.newPage();
    page.setDefaultTimeout(240_000);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const lessons = (): Promise<string[]> => page.locator(".lesson-text > p").allTextContents();

  it("opens with the language, the settings and the lesson of the address, and keeps them", async () => {
    await page.goto(server.url + lessonAddress("ko", settings));
    await page.locator(".lesson-text").nth(4).waitFor();
    const told = Object.values(lessonKo).flatMap(({ text }) => text);
    expect(await lessons()).toEqual(told);
    const size = page.getByLabel(ko.train.imageSize).first();
    expect(await size.inputValue()).toBe("48");
    await page.locator('nav a[href="#train"]').click();
    expect(new URL(page.url()).hash).toBe("#train");
    await page.reload();
    await page.locator(".lesson-text").nth(4).waitFor();
    expect(await lessons()).toEqual(told);
    expect(await size.inputValue()).toBe("48");
    await page.getByText(ko.lesson.answer).first().click();
    await page.getByText(lessonKo.data.questions[0].answer).waitFor();
  });

  it("gives the address of what the form says, in the page's language", async () => {
    await choose(page, languageNames.en);
    const size = page.getByLabel(en.train.imageSize).first();
    await size.fill("64");
    await page.getByRole("button", { name: en.lesson.copy, exact: true }).click();
    await page.getByText(en.lesson.copied).first().waitFor();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    expect(address).toBe(server.url + lessonAddress("en", { ...settings, imageSize: 64 }));
    await page.goto(address);
    await page.reload();
    await page.locator(".lesson-text").first().waitFor();
    expect(await size.inputValue()).toBe("64");
  });

  it("has no fault that axe finds while all lessons are open, in both languages and lights", async () => {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    expect(await axeFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it("classifies and gives its model away on threads without the host's headers, and without network on a later visit", async () => {
    const { plain } = await untrainedModels(["daisy", "roses", "tulips"]);
    await give(en.keep.load, { name: "x.keras", mimeType: "", buffer: Buffer.from(plain) });
    await page.getByText(en.keep.loaded).first().waitFor();
    const first = await answerOf();
    // All files of the page are kept once it is used.
    await page.waitForFunction(async () => {
      for (const name of await caches.keys())
        if (await (await caches.open(name)).match(new URL("?whole", document.baseURI).href))
          return true;
      return false;
    });
    await page.close();
    server.serve(undefined);
    page = await context.newPage();
    page.setDefaultTimeout(240_000);
    await page.goto(server.url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await answerOf()).toBe(first);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: en.keep.page.save, exact: true }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Object.keys(unzipSync(Buffer.concat(chunks)))).toContain("index.html");
    expect(server.requests.every((path) => path.startsWith("/school/class-7/"))).toBe(true);
  });

  async function give(
    name: string,
    file: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer },
  ): Promise<void> {
    const input = page.locator("label.file-button", { hasText: name }).locator("input").last();
    await input.setInputFiles(file);
  }

  async function answerOf(): Promise<string | null> {
    const buffer = await paintPng("tulips", 77);
    await give(en.use.photo, { name: "new.png", mimeType: "image/png", buffer });
    await page.locator('#use .answer[aria-busy="false"]').waitFor();
    return page.locator(".answer-sentence").textContent();
  }
});
