/** A program bundled whole, font and WebAssembly left where they are installed. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPackageFile } from "./package-files";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bundled-"));
const program = join(folder, "program.mjs");

beforeAll(async () => {
  // A bundler that follows a path to the font or the WebAssembly file has no loader for either and fails here.
  await build({
    config: false,
    silent: true,
    clean: false,
    dts: false,
    entry: { plot: join(root, "src/index.ts") },
    outDir: folder,
    format: "esm",
    platform: "node",
    splitting: false,
    noExternal: [/./],
    outExtension: () => ({ js: ".mjs" }),
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
  writeFileSync(
    program,
    `import { plotHistory } from "./plot.mjs";
    const plot = plotHistory({ loss: [2, 1] });
    try {
      const [svg, png] = [await plot.toSvg(), await plot.toPng()];
      console.log(svg.includes("<text"), png[1]);
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }`,
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (cwd: string): string =>
  execFileSync(process.execPath, [program], {
    cwd,
    encoding: "utf8",
    // The shims of package managers let Node look into their own stores.
    env: { ...process.env, NODE_PATH: "" },
  }).trim();

it("finds font and WebAssembly from the folder that the program runs in", () => {
  expect(run(root)).toBe("false 80");
});

it("says what to do where neither can be found", () => {
  expect(run(folder)).toMatch(
    /^PlotError render-failed ".\/fonts\/DejaVuSans.ttf" .*leave @flowers\/plot out of the bundle/,
  );
});

it("reads files of this package and of its dependencies", async () => {
  expect((await readPackageFile("./fonts/DejaVuSans.ttf")).length).toBe(757_076);
  const wasm = await readPackageFile("@resvg/resvg-wasm/index_bg.wasm");
  expect([...wasm.subarray(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
  await expect(readPackageFile("./fonts/none.ttf")).rejects.toThrow(/not found; leave/);
});
