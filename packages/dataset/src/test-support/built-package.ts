/** The package as bundlers leave it, for tests that run it in processes of its own. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";

/** The package's own folder. */
export const packageFolder = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Builds the package, minified and with unused code shaken off, into `lib` of a new folder: scripts beside that import
 * `./lib/dataset.js`. The caller removes the folder, which is returned.
 */
export async function buildPackage(name: string): Promise<string> {
  // Inside the package, so that the scripts find the package's dependencies.
  const caches = join(packageFolder, "node_modules/.cache");
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, `${name}-`));
  await build({
    config: false,
    silent: true,
    entry: {
      dataset: join(packageFolder, "src/index.ts"),
      platform: join(packageFolder, "src/platform/node.ts"),
      "node-decode-worker": join(packageFolder, "src/platform/node-decode-worker.ts"),
    },
    outDir: join(folder, "lib"),
    format: "esm",
    target: "es2022",
    platform: "node",
    minify: true,
    treeshake: "smallest",
    removeNodeProtocol: false,
    skipNodeModulesBundle: true,
    // Our own packages from their sources: in a fresh clone they are not built yet.
    noExternal: [/^@flowers\/(?!files$)/],
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
  await buildFiles(join(folder, "node_modules/@flowers/files"));
  const imports = { "#platform": "./lib/platform.js" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", imports }));
  return folder;
}

/** `@flowers/files` stays a package of its own, whose `#platform` is another one. */
async function buildFiles(outDir: string): Promise<void> {
  await build({
    config: false,
    silent: true,
    entry: { index: join(packageFolder, "../files/src/index.ts") },
    outDir,
    format: "esm",
    target: "es2022",
    platform: "node",
    removeNodeProtocol: false,
    noExternal: [/^#platform$/],
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
  const manifest = { name: "@flowers/files", type: "module", exports: "./index.js" };
  writeFileSync(join(outDir, "package.json"), JSON.stringify(manifest));
}
