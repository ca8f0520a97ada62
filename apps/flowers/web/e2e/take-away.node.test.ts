/** What is taken away from the page works elsewhere, and answers as the page did. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { strFromU8, unzipSync } from "fflate";
import { type Browser, chromium, type Page } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paintPng } from "../../cli/data/sample-set";
import { serveFolder } from "../host/test-support/static-server";
import { en } from "../text/en";
import { ko } from "../text/ko";
import { languageNames } from "../text/language";
import { takenAwayEn } from "../text/parts/taken-away-en";
import { cameraFlags } from "./camera-flags";
import { choose } from "./choose";
import { temperature, untrainedModels } from "./models-to-load";
import { type PageServer, servePage } from "./page-server";
import { paintedZip } from "./painted-zip";
import { shoePng } from "./shoe";
import { Visitor } from "./visitor";

const executablePath = findChromium();
const classNames = ["daisy", "roses", "tulips"] as const;
type Kind = "plain" | "pretrained";
const kinds: readonly Kind[] = ["plain", "pretrained"];
const index = "index.html";
const perClass = 3;

describe.skipIf(!executablePath)("what is taken away", () => {
  let server: PageServer;
  let browser: Browser;
  /** Within this package, so that what is written there finds the packages. */
  let home: string;
  let photo: Buffer;
  /** What the page itself says of the photo. */
  const told = new Map<Kind, Record<string, string>>();
  /** The zip of the page to take away, the `.keras` file, and the two programs. */
  const taken = new Map<Kind, Record<string, Uint8Array>>();
  const models = new Map<Kind, Buffer>();
  const programs = new Map<Kind, readonly [node: string, page: string]>();
  let inKorean: Record<string, Uint8Array> = {};

  beforeAll(async () => {
    home = await mkdtemp(fileURLToPath(new URL("../../node_modules/.taken-", import.meta.url)));
    photo = await paintPng("roses", 77);
    const bytes = await untrainedModels(classNames);
    server = await servePage();
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags, ...cameraFlags] });
    const visitor = await Visitor.arrive(browser, server.url);
    const { page } = visitor;
    for (const kind of kinds) {
      const buffer = Buffer.from(bytes[kind]);
      await visitor.give(en.keep.load, { name: "x.keras", mimeType: "", buffer });
      await visitor.notices(en.keep.loaded);
      await visitor.give(en.use.photo, { name: "new.png", mimeType: "image/png", buffer: photo });
      await visitor.sees(`#use .answer[aria-busy="false"]`);
      told.set(kind, await barsOf(page));
      taken.set(kind, unzipSync(await visitor.saves(en.keep.page.save)));
      models.set(kind, await visitor.saves(en.keep.saveKeras));
      programs.set(kind, await visitor.readsPrograms());
      await visitor.comesBack(); // the answer of this model goes
    }
    await choose(page, languageNames.ko);
    inKorean = unzipSync(await visitor.saves(ko.keep.page.save));
    visitor.expectNoFaults();
    await visitor.leave();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    if (home) await rm(home, { recursive: true, force: true });
  });

  it("is a zip of one page, what to do with it, and the licences of what is in it", () => {
    for (const kind of kinds) {
      const files = taken.get(kind) ?? {};
      expect(Object.keys(files).sort()).toEqual(["LICENSES.txt", "README.txt", index]);
      expect(textOf(files, "README.txt")).toContain("daisy, roses, tulips");
      const licences = textOf(files, "LICENSES.txt");
      for (const name of ["@tensorflow/tfjs-core", "preact", "comlink", "@flowers/dataset"])
        expect(licences).toContain(`${name} `);
      expect(licences).not.toContain("backend-webgl"); // nothing that the page does not use
    }
    expect(textOf(inKorean, index)).toContain(`"language":"ko"`);
    expect(textOf(inKorean, "README.txt")).toContain("구별");
  });

  // A pretrained network's page is opened by file below.
  it.each([
    ["file", ["plain"]],
    ["http", kinds],
  ] as const)("answers as the page did, opened by %s", async (scheme, opened) => {
    for (const kind of opened) {
      const { page, faults, requests, address, close } = await open(scheme, taken.get(kind));
      await page.locator("label.file-button input").setInputFiles({
        ...{ name: "new.png", mimeType: "image/png", buffer: photo },
      });
      await page.locator(".picture").waitFor();
      expect(await barsOf(page)).toEqual(told.get(kind));
      expect(faults).toEqual([]);
      expect(requests.filter((url) => !/^(data|blob):/.test(url))).toEqual([address]);
      await close();
    }
  });

  it("holds back where it is not sure, and knows what it has never seen, as the page does", async () => {
    const visitor = await Visitor.arrive(browser, server.url);
    await trainPretrained(visitor);
    // A rose that is none of the pictures, and no flower at all; a threshold between the two.
    const photos = [await paintPng("roses", 401), await shoePng()];
    const here: Said[] = [];
    for (const each of photos) here.push(await askHere(visitor, each));
    const [rose = 0, shoe = 0] = here.map(sureness);
    const judge = visitor.page.locator("#judge");
    const least = judge.getByRole("slider", { name: en.judge.threshold.slider });
    await visitor.scrollsTo(judge, least);
    await least.fill(String(Math.round((rose + shoe) / 2)));
    here[1] = await saidOn(visitor.page); // the shoe is shown still
    const files = unzipSync(await visitor.saves(en.keep.page.save));
    await visitor.notices("what the network saw in 8 training pictures: 14 kB");
    visitor.expectNoFaults();
    await visitor.leave();
    expect(here[0]).toMatchObject({ isUnsure: false, unseen: [] });
    const unseen = expect.stringContaining(en.explain.unseen) as string;
    expect(here[1]).toMatchObject({ isUnsure: true, unseen: [unseen] });
    expect(textOf(files, "README.txt")).toMatch(/at least \d\d% sure[^]*\n8 pictures[^]* 14 kB/);
    expect(textOf(taken.get("pretrained") ?? {}, "README.txt")).toContain("It cannot tell when");

    const { page, faults, requests, address, close } = await open("file", files);
    for (const [i, buffer] of photos.entries()) {
      await page.locator("label.file-button input").setInputFiles({
        ...{ name: "new.png", mimeType: "image/png", buffer },
      });
      await expect.poll(() => saidOn(page), { timeout: 240_000 }).toEqual(here[i]);
    }
    expect(faults).toEqual([]);
    expect(requests.filter((url) => !/^(data|blob):/.test(url))).toEqual([address]);
    await close();
  });

  it("looks through the camera, again and again", async () => {
    const { page, faults, close } = await open("http", taken.get("plain"));
    await page.getByRole("button", { name: takenAwayEn.camera }).click();
    await page.locator(".answer-sentence", { hasText: "Most likely" }).waitFor();
    // The fake camera's picture moves, and the answer with it.
    await page.waitForFunction(
      (first) => document.querySelector(".answer .bars")?.textContent !== first,
      await page.locator(".answer .bars").textContent(),
    );
    await page.getByRole("button", { name: takenAwayEn.cameraOff }).click();
    await page.locator("video").waitFor({ state: "detached" });
    expect(faults).toEqual([]);
    await close();
  });

  it("answers the same in Node and in a page by the ten lines that the page shows", async () => {
    for (const kind of kinds) {
      const folder = join(home, kind);
      const [node, page] = programs.get(kind) ?? ["", ""];
      expect(node).toContain(`temperature: ${temperature}`);
      await mkdir(join(folder, "public"), { recursive: true });
      await writeFile(join(folder, "flowers-augmented.keras"), models.get(kind) ?? "");
      await writeFile(join(folder, "public", "flowers-augmented.keras"), models.get(kind) ?? "");
      await writeFile(join(folder, "photo.png"), photo);
      await writeFile(join(folder, "program.mjs"), node);
      const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs", "photo.png"], {
        cwd: folder,
        env: { ...process.env, FLOWERS_NATIVE: "off" },
      });
      const inNode = [...stdout.matchAll(/label: '(\w+)',[^}]*probability: ([\d.e-]+)/g)];
      expect(shares(inNode.map(([, label = "", share]) => [label, Number(share)]))).toEqual(
        told.get(kind),
      );
      await writeFile(join(folder, "program.js"), page);
      await writeFile(
        join(folder, index),
        `<input type="file"><output></output><script type="module" src="./program.js"></script>`,
      );
      expect(shares(await answersInPage(folder))).toEqual(told.get(kind));
    }
  });

  /** Builds a page as a user would, and shows it the photo. */
  async function answersInPage(folder: string): Promise<(readonly [string, number])[]> {
    await build({
      ...{ configFile: false, root: folder, base: "./", logLevel: "error" },
      resolve: { conditions: ["@flowers/source", "module", "browser", "production"] },
      build: { target: "es2022", reportCompressedSize: false },
      worker: { format: "es" },
    });
    const host = await serveFolder(join(folder, "dist"), "/x/");
    const page = await browser.newPage();
    await page.goto(host.url);
    // The handler is there once the model is open.
    await page.waitForFunction(() => document.querySelector("input")?.onchange !== null);
    await page.locator("input").setInputFiles(join(folder, "photo.png"));
    await page.waitForFunction(() => document.querySelector("output")?.textContent !== "");
    const answer = JSON.parse((await page.locator("output").textContent()) ?? "[]") as {
      readonly label: string;
      readonly probability: number;
    }[];
    await page.close();
    await host.close();
    return answer.map(({ label, probability }) => [label, probability]);
  }

  /** A page that was taken away, by itself in a folder whose name has a space. */
  async function open(
    scheme: "file" | "http",
    files: Record<string, Uint8Array> = {},
  ): Promise<{
    readonly page: Page;
    readonly address: string;
    readonly faults: string[];
    readonly requests: string[];
    readonly close: () => Promise<void>;
  }> {
    const folder = await mkdtemp(join(tmpdir(), "flowers elsewhere-"));
    await writeFile(join(folder, index), files[index] ?? "");
    const host = scheme === "http" ? await serveFolder(folder, "/my%20class/") : null;
    const address = host ? `${host.url}${index}` : pathToFileURL(join(folder, index)).href;
    const context = await browser.newContext({ locale: "en-US" });
    const page = await context.newPage();
    page.setDefaultTimeout(240_000);
    const [faults, requests]: [string[], string[]] = [[], []];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);
    await page.locator(".sources, .failure").first().waitFor();
    expect(await page.locator(".failure").allTextContents()).toEqual([]);
    return {
      ...{ page, address, faults, requests },
      close: async () => {
        await context.close();
        await host?.close();
        await rm(folder, { recursive: true });
      },
    };
  }
});

const textOf = (files: Record<string, Uint8Array>, name: string): string =>
  strFromU8(files[name] ?? new Uint8Array());

/** What the bars say: the percentage of each class. */
async function barsOf(page: Page): Promise<Record<string, string>> {
  const rows = await page
    .locator(".answer .bars li")
    .evaluateAll((found) =>
      found.map((row) => [
        row.querySelector(".bar-name")?.textContent ?? "",
        row.querySelector(".bar-value")?.textContent ?? "",
      ]),
    );
  return Object.fromEntries(rows) as Record<string, string>;
}

/** What either page says of a photo. */
interface Said {
  readonly bars: Readonly<Record<string, string>>;
  readonly isUnsure: boolean;
  /** That it has never seen anything like it; empty where it does not say so. */
  readonly unseen: readonly string[];
}

async function saidOn(page: Page): Promise<Said> {
  const sentences = await page.locator(".answer-sentence").allTextContents();
  return {
    bars: await barsOf(page),
    isUnsure: sentences.some((sentence) => sentence.startsWith("I am not sure")),
    unseen: await page.locator(".unseen").allTextContents(),
  };
}

/** The percentage of the likeliest class. */
const sureness = ({ bars }: Said): number => Math.max(...Object.values(bars).map(parseFloat));

/** What the page says of a photo that a visitor gives, once it knows what it resembles. */
async function askHere({ page }: Visitor, buffer: Buffer): Promise<Said> {
  for (const shown of await page.locator(".resemblance").all())
    await shown.evaluate((element) => element.classList.add("before"));
  await page
    .locator("label.file-button", { hasText: en.use.photo })
    .locator("input")
    .setInputFiles({ name: "asked.png", mimeType: "image/png", buffer });
  await page.locator(".resemblance:not(.before) li").first().waitFor();
  return saidOn(page);
}

/** A few pictures of each class, and the pretrained network trained on them. */
async function trainPretrained(visitor: Visitor): Promise<void> {
  const buffer = await paintedZip(classNames, perClass);
  const file = { name: "pictures.zip", mimeType: "application/zip", buffer };
  await visitor.give(en.data.archive, file);
  await visitor.seesPictures(`${perClass * classNames.length} pictures in 3 classes`);
  await visitor.page.getByLabel(en.train.epochs["efficientnet-lite0"]).fill("40");
  await visitor.button(en.train.pretrained).click();
  await visitor.seesTrained("efficientnet-lite0");
}

/** Probabilities as the page shows them. */
function shares(answers: readonly (readonly [string, number])[]): Record<string, string> {
  return Object.fromEntries(answers.map(([name, share]) => [name, `${(100 * share).toFixed(2)}%`]));
}
