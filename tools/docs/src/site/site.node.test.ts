/**
 * The documentation site, built as it is served: every export stands in the reference, every link and anchor leads somewhere,
 * every page stands in the table of contents, and axe refuses none of the main pages.
 */
import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumFlags, findChromium } from "@flowers-tools/testing/config";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSite, builtSite } from "./build.mjs";
import { documentedPackages, exportsOf, pagesOf, root } from "./exports.mjs";
import { sidebar } from "./sidebar.mjs";

const base = "/flowers/";
const require = createRequire(import.meta.url);
/** Pages of the built site, from its root, with their HTML. */
const pages = new Map<string, string>();

beforeAll(async () => {
  await buildSite({ base });
  for (const file of await readdir(builtSite, { recursive: true }))
    if (file.endsWith(".html") && !file.startsWith("playground"))
      pages.set(file, await readFile(join(builtSite, file), "utf8"));
}, 600_000);

describe("the reference", () => {
  it.each(documentedPackages())("has every export of %s, with its own heading", async (name) => {
    for (const [page, exports] of pagesOf(name)) {
      const file = page === "index" ? `${name}.md` : `${name}/${page}.md`;
      const text = await readFile(new URL(`docs/reference/${file}`, root), "utf8");
      const headings = new Set(
        [...text.matchAll(/^### (?:`?abstract`? )?~*([\w$]+)/gim)].map(([, heading]) => heading),
      );
      const missing = exports.map((one) => one.name).filter((one) => !headings.has(one));
      expect(missing, file).toEqual([]);
    }
  });

  it("counts some seven hundred names", () => {
    const count = documentedPackages().reduce((sum, name) => sum + exportsOf(name).length, 0);
    expect(count).toBeGreaterThan(700);
  });
});

/** The targets that a page offers: ids, and the page itself. */
const idsOf = (html: string): Set<string> =>
  new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => decode(id)));
const decode = (text: string): string =>
  decodeURIComponent(text.replaceAll("&amp;", "&").replaceAll("&quot;", '"'));

/** The file of the site that an address from its root names. */
function fileOf(path: string): string | undefined {
  const clean = path.replace(/^\//, "");
  const candidates = [clean, `${clean}.html`, join(clean, "index.html")];
  return candidates.find((file) => extname(file) !== "" && existsSync(join(builtSite, file)));
}

it("has no link that leads nowhere", () => {
  const dead: string[] = [];
  for (const [file, html] of pages) {
    if (file === "404.html") continue;
    const body = html.slice(html.indexOf("<body"));
    const links = new Set(
      [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = ""]) => decode(link)),
    );
    for (const link of links) {
      if (/^(https?:|data:|mailto:)/.test(link)) continue;
      const here = new URL(
        `http://site${base}${file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "")}`,
      );
      const { pathname, hash } = new URL(link, here);
      if (!pathname.startsWith(base)) {
        dead.push(`${file}: ${link}`);
        continue;
      }
      const target = fileOf(decode(pathname.slice(base.length)));
      if (target === undefined) dead.push(`${file}: ${link}`);
      else if (hash.length > 1 && target.endsWith(".html") && !target.startsWith("playground")) {
        const ids = idsOf(target === file ? html : (pages.get(target) ?? ""));
        if (!ids.has(decode(hash.slice(1)))) dead.push(`${file}: ${link}`);
      }
    }
  }
  expect(dead).toEqual([]);
});

interface SidebarItem {
  readonly link?: string;
  readonly items?: readonly SidebarItem[];
}
const linksOf = (items: readonly SidebarItem[]): string[] =>
  items.flatMap(({ link, items: inner = [] }) => [...(link ? [link] : []), ...linksOf(inner)]);

it("has every page in its table of contents", () => {
  const listed = new Set(linksOf(sidebar()).map((link) => fileOf(link)));
  const loose = [...pages.keys()].filter(
    (file) =>
      !listed.has(file) &&
      !/^(index|404)\.html$|^ko\//.test(file) &&
      // Decisions stand in their own list.
      !file.startsWith("decisions/"),
  );
  expect(loose).toEqual([]);
});

it("quotes errors in Troubleshooting as the sources say them", async () => {
  const page = await readFile(new URL("docs/troubleshooting.md", root), "utf8");
  const quoted = [...page.matchAll(/^### `(.+)`$/gm)].map(([, text = ""]) => text);
  let sources = "";
  for (const name of await readdir(new URL("packages/", root))) {
    const folder = new URL(`packages/${name}/src/`, root);
    for (const file of await readdir(folder, { recursive: true }))
      if (file.endsWith(".ts") && !file.includes(".test."))
        sources += await readFile(join(fileURLToPath(folder), file), "utf8");
  }
  // Said by others: Node, the browser.
  const others = [
    "Cannot find module '@tensorflow/tfjs'",
    "WebAssembly.instantiate(): expected magic word",
  ];
  expect(quoted.length).toBeGreaterThan(10);
  expect(quoted.filter((text) => !others.includes(text) && !sources.includes(text))).toEqual([]);
});

it("keeps the same code in the English and the Korean tutorial", async () => {
  const blocks = async (file: string): Promise<string[]> =>
    (await readFile(new URL(`docs/${file}`, root), "utf8")).match(/```\w+\n[\s\S]*?```/g) ?? [];
  const english = await blocks("tutorial.md");
  expect(english.length).toBeGreaterThan(15);
  expect(await blocks("ko/tutorial.md")).toEqual(english);
});

it("holds the working page and a search that needs no server", async () => {
  expect(existsSync(join(builtSite, "playground/index.html"))).toBe(true);
  const assets = await readdir(join(builtSite, "assets"), { recursive: true });
  expect(assets.some((file) => /localSearchIndexroot/.test(file))).toBe(true);
});

const chromiumPath = findChromium();
const main = [
  "",
  "start",
  "tutorial",
  "ko/tutorial",
  "coming-from-keras",
  "packages/dataset",
  "reference/training/losses",
  "sizes",
  "troubleshooting",
];

describe.skipIf(!chromiumPath)(
  chromiumPath ? "in Chromium" : "in Chromium: no chromium on PATH (set CHROMIUM_PATH)",
  () => {
    let server: Server;
    let browser: Browser;
    let address: string;
    /** A page of the site, once it answers: a click before that is lost. */
    const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
      const page = await browser.newPage(options);
      page.setDefaultTimeout(240_000);
      await visit(page, path);
      return page;
    };
    const visit = async (page: Page, path: string): Promise<void> => {
      await page.goto(`${address}${path}`);
      await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
    };
    beforeAll(async () => {
      server = serve();
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`;
      browser = await chromium.launch({
        executablePath: chromiumPath ?? "",
        args: [...chromiumFlags],
      });
    });
    afterAll(async () => {
      await browser.close();
      server.close();
    });

    it.each(main)(
      "axe finds nothing on /%s, light and dark, and a phone scrolls no page sideways",
      async (path) => {
        const page = await open(path, { viewport: { width: 1280, height: 900 } });
        try {
          const wrong: string[] = [];
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            await visit(page, path);
            await page.addScriptTag({ path: require.resolve("axe-core") });
            const { violations } = await page.evaluate(() =>
              (
                globalThis as unknown as {
                  axe: {
                    run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
                  };
                }
              ).axe.run(),
            );
            wrong.push(
              ...violations.map(
                ({ id, nodes }) =>
                  `${colorScheme} ${id}: ${nodes
                    .map(({ html }) => html.slice(0, 160))
                    .slice(0, 3)
                    .join(" ; ")}`,
              ),
            );
          }
          await page.setViewportSize({ width: 360, height: 740 });
          const tooWide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(wrong).toEqual([]);
          expect(tooWide).toBeLessThanOrEqual(0);
        } finally {
          await page.close();
        }
      },
    );

    it("finds a name without a network", async () => {
      const page = await open("start");
      try {
        await page.locator("#local-search button").click();
        await page.locator(".VPLocalSearchBox input").fill("classWeightsFor");
        await page.locator(".VPLocalSearchBox .results li").first().waitFor();
        expect(await page.locator(".VPLocalSearchBox .results").innerText()).toContain(
          "classWeightsFor",
        );
      } finally {
        await page.close();
      }
    });
  },
);

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** As GitHub Pages serves it: a page without its ending. */
function serve(): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://site");
    const file = pathname.startsWith(base)
      ? fileOf(decodeURIComponent(pathname.slice(base.length)) || "index.html")
      : undefined;
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", kinds[extname(file)] ?? "application/octet-stream");
    void stat(join(builtSite, file)).then(() =>
      createReadStream(join(builtSite, file)).pipe(response),
    );
  });
}
