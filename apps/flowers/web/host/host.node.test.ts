// The built page on a plain file server, under a sub-path: isolation, threads, visits without network, updates.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright";
import { preview } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import type {} from "./test-support/site/main"; // what its window holds
import { buildSite } from "./test-support/build-site";
import { serveFolder, type StaticServer } from "./test-support/static-server";

const executablePath = findChromium();

it("the previewing server sends the headers of isolation with the page and its files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "flowers-preview-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<p>page</p>");
  await writeFile(join(folder, "assets", "file.js"), "0");
  const server = await preview({
    configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)),
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1" },
    logLevel: "error",
  });
  try {
    const [url = ""] = server.resolvedUrls?.local ?? [];
    for (const file of ["", "assets/file.js"]) {
      const { status, headers } = await fetch(url + file);
      expect(status).toBe(200);
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
});

describe.skipIf(executablePath === undefined)("the page on a plain host", () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let server: StaticServer;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flowers-host-"));
    await buildSite(join(folder, "one"), "one");
    await buildSite(join(folder, "two"), "two");
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    server = await serveFolder(join(folder, "one"), "/some/path/");
    context = await browser.newContext();
    context.setDefaultTimeout(240_000);
    await visitorHasBegun(false);
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await server.close();
  });

  /** Playwright's own looks into the page count as the visitor's; the page is told who was there. */
  function visitorHasBegun(hasBeenActive: boolean): Promise<unknown> {
    return context.addInitScript((begun) => {
      Object.defineProperty(navigator, "userActivation", {
        value: { hasBeenActive: begun },
        configurable: true,
      });
    }, hasBeenActive);
  }

  /** Opens the page and waits until its host has settled, through the one reload that there may be. */
  async function visit(url = server.url): Promise<void> {
    await page.goto(url);
    await page.waitForFunction(() => window.host !== undefined);
  }
  const isolated = () => page.evaluate(() => crossOriginIsolated);
  const compute = (threads: number) => page.evaluate((count) => window.compute(count), threads);
  const version = () => page.textContent("#version");

  it("is isolated after its one reload, and computes in threads under any path", async () => {
    const loads: string[] = [];
    page.on("load", () => loads.push(page.url()));
    await visit();
    expect(await isolated()).toBe(true);
    expect(loads).toHaveLength(2);
    expect(await page.evaluate(() => window.host?.notIsolated)).toBeUndefined();
    expect(await compute(2)).toEqual({
      name: "wasm",
      threads: 2,
      warning: "",
      // Of the sum of a 2 x 2 convolution of ones: how many windows each pixel lies in.
      gradient: [1, 2, 1, 2, 4, 2, 1, 2, 1],
    });
    expect(server.requests.every((path) => path.startsWith("/some/path/"))).toBe(true);
  });

  it("loads nothing of TensorFlow.js before it computes", async () => {
    await visit();
    expect(server.requests.filter((path) => /compute|\.wasm/.test(path))).toEqual([]);
  });

  it("works without network on the second visit when all was kept", async () => {
    await visit();
    expect(await page.evaluate(() => window.host?.keepAll())).toBe(true);
    await page.close();
    server.serve(undefined);
    page = await context.newPage();
    await visit();
    expect(await version()).toBe("one");
    expect(await isolated()).toBe(true);
    expect(await compute(2)).toMatchObject({ threads: 2, gradient: [1, 2, 1, 2, 4, 2, 1, 2, 1] });
    expect(await compute(1)).toMatchObject({ threads: 1, gradient: [1, 2, 1, 2, 4, 2, 1, 2, 1] });
  });

  it("keeps what was used by itself", async () => {
    await visit();
    expect(await compute(2)).toMatchObject({ threads: 2 });
    server.serve(undefined);
    await visit();
    expect(await compute(2)).toMatchObject({ threads: 2 });
  });

  it("says that it could not keep everything", async () => {
    await visit();
    server.serve(undefined);
    expect(await page.evaluate(() => window.host?.keepAll())).toBe(false);
  });

  it("takes an update whole, when it is asked to, and removes the old files", async () => {
    await visit();
    await page.evaluate(() => window.host?.keepAll());
    server.serve(join(folder, "two"));
    await visit();
    expect(await version()).toBe("one"); // the new build waits
    await page.waitForFunction(() => window.updates === 1);
    const other = await context.newPage();
    await other.goto(server.url);
    expect(await page.evaluate(() => window.host?.update())).toBe(false); // the other tab uses the old one
    await other.close();
    await Promise.all([page.waitForEvent("load"), page.evaluate(() => void window.host?.update())]);
    await page.waitForFunction(() => window.host !== undefined);
    expect(await version()).toBe("two");
    expect(await page.evaluate(() => caches.keys())).toHaveLength(1);
    // The old build was kept whole, so the new one is too.
    server.serve(undefined);
    await visit();
    expect(await version()).toBe("two");
    expect(await compute(2)).toMatchObject({ threads: 2 });
  });

  it("stays on the old build while the host has half of the new one", async () => {
    await visit();
    const half = join(folder, "half");
    await cp(join(folder, "one"), half, { recursive: true });
    // The new service worker is there, the new page is not yet.
    await cp(join(folder, "two", "service-worker.js"), join(half, "service-worker.js"));
    server.serve(half);
    await visit();
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update().catch(() => undefined);
    });
    await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.installing === null && registration.waiting === null;
    });
    expect(await version()).toBe("one");
    expect(await page.evaluate(() => window.updates)).toBe(0);
  });

  it("falls back to one thread and says why where there is no service worker", async () => {
    await context.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
    });
    await visit();
    expect(await isolated()).toBe(false);
    expect(await page.evaluate(() => window.host?.notIsolated)).toBe("no-service-worker");
    expect(await compute(2)).toMatchObject({
      threads: 1,
      warning: "It has one thread, as the page is not cross-origin isolated.",
    });
  });

  it("leaves the reload to the page when the visitor has begun", async () => {
    await visitorHasBegun(true);
    await visit();
    expect(await isolated()).toBe(false);
    expect(await page.evaluate(() => window.host?.notIsolated)).toBe("after-reload");
    await Promise.all([page.waitForEvent("load"), page.evaluate(() => window.host?.reload())]);
    expect(await isolated()).toBe(true);
  });
});
