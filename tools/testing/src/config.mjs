/**
 * The one Vitest configuration of every package. `x.test.ts` runs in Node and, where `browser` is asked for, in
 * headless Chromium too; `x.node.test.ts` and `x.browser.test.ts` run in one of the two, by suffix.
 * Packages are resolved to their sources, so no build is needed. Where a package says `shared`, its test files share one process, or one page:
 * the modules are loaded and the graphics programs compiled once, and each test leaves things as it found them.
 */
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const source = ["@flowers/source"];

/** What ends a test that hangs, in ms: no measure of speed, for seconds of an idle machine are minutes of one that is not. */
const patience = 300_000;

/** Where Chromium is: `CHROMIUM_PATH`, else the first of its usual names on `PATH`, else undefined. */
export function findChromium() {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return existsSync(named) ? named : undefined;
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

const headlessFlags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Flags for a headless Chromium in a container. It has neither WebGL nor WebGPU, and draws its pages in a quarter less time so. */
export const chromiumFlags = [...headlessFlags, "--disable-gpu"];

/** Flags for one with software WebGL and WebGPU, so that both run on a machine without a GPU. */
export const graphicsFlags = [
  ...headlessFlags,
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

const isolationHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Every file starts from one seed, of what is drawn and of property tests; packages without the latter need not load fast-check. */
function seeded() {
  const { devDependencies = {} } = JSON.parse(readFileSync("package.json", "utf8"));
  const setups = ["fixed-draws.ts", ...("fast-check" in devDependencies ? ["fixed-seed.ts"] : [])];
  return {
    setupFiles: setups.map((name) => fileURLToPath(new URL(name, import.meta.url))),
    provide: { fuzzSeed: Number(process.env["FLOWERS_FUZZ_SEED"] ?? 20_240_607) },
  };
}

/** @type {import("./config.mjs").suites} */
export function suites({
  name,
  browser = false,
  isolated = [],
  shared = false,
  alone = [],
  folders = ["src"],
}) {
  const chromium = findChromium();
  const tests = (suffix) => folders.map((folder) => `${folder}/**/*.${suffix}.ts`);
  const seeds = seeded();
  const node = (label, groupOrder, include, { isolate = !shared } = {}) => ({
    resolve: { conditions: [...source, "node", "import", "module", "default"] },
    ssr: { resolve: { conditions: [...source, "node", "import", "module", "default"] } },
    test: {
      ...seeds,
      name: `${name} (${label})`,
      include,
      exclude: [...tests("browser.test"), ...(isolate ? [] : alone)],
      testTimeout: patience,
      hookTimeout: patience,
      pool: "forks",
      isolate,
      sequence: { groupOrder },
    },
  });
  const page = (label, groupOrder, include, { server = {}, isolate = !shared } = {}) => ({
    server,
    resolve: { conditions: [...source, "browser", "import", "module", "default"] },
    test: {
      ...seeds,
      name: `${name} (${label})`,
      include,
      exclude: [...tests("node.test"), ...(isolate ? [] : alone)],
      testTimeout: patience,
      hookTimeout: patience,
      isolate,
      sequence: { groupOrder },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath: chromium, args: graphicsFlags } }),
        instances: [{ browser: "chromium" }],
      },
    },
  });
  const inPage = tests(browser === "named" ? "browser.test" : "test");
  const processes = [node("node", 0, tests("test"))];
  const pages = [page("chromium", 1, inPage)];
  if (isolated.length > 0) {
    // A cross-origin-isolated page has SharedArrayBuffer, and tfjs its WebAssembly threads there.
    const options = { server: { headers: isolationHeaders }, isolate: true };
    pages.push(page("chromium, isolated", 2, isolated, options));
  }
  const [inNode, inPages] = [".browser.test.ts", ".node.test.ts"].map((other) =>
    alone.filter((file) => !file.endsWith(other)),
  );
  if (inNode.length > 0) processes.push(node("node, alone", 3, inNode, { isolate: true }));
  if (inPages.length > 0) pages.push(page("chromium, alone", 4, inPages, { isolate: true }));
  if (browser && !chromium) {
    process.stdout.write(`skipped: ${name} in Chromium (no chromium on PATH; set CHROMIUM_PATH)\n`);
  }
  return defineConfig({
    test: {
      reporters: ["default", ["json", { outputFile: ".vitest/results.json" }]],
      projects: browser && chromium ? [...processes, ...pages] : processes,
    },
  });
}
