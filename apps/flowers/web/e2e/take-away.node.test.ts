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
import { Visitor } from "./visitor";

const executablePath = findChromium();
const classNames = ["daisy", "roses", "tulips"] as const;
type Kind = "plain" | "pretrained";
const kinds: readonly Kind[] = ["plain", "pretrained"];
const index = "index.html";

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

  it.each(["file", "http"] as const)("answers as the page did, opened by %s", async (scheme) => {
    for (const kind of kinds) {
      const { page, faults, requests, address, close } = await open(scheme, kind);
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

  it("looks through the camera, again and again", async () => {
    const { page, faults, close } = await open("http", "plain");
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
    kind: Kind,
  ): Promise<{
    readonly page: Page;
    readonly address: string;
    readonly faults: string[];
    readonly requests: string[];
    readonly close: () => Promise<void>;
  }> {
    const folder = await mkdtemp(join(tmpdir(), "flowers elsewhere-"));
    await writeFile(join(folder, index), taken.get(kind)?.[index] ?? "");
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

/** Probabilities as the page shows them. */
function shares(answers: readonly (readonly [string, number])[]): Record<string, string> {
  return Object.fromEntries(answers.map(([name, share]) => [name, `${(100 * share).toFixed(2)}%`]));
}
