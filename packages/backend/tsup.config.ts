import { copyFile, cp, mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { defineConfig, type Options } from "tsup";
import { library } from "@flowers-tools/build";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const require = createRequire(import.meta.url);
const wasmPackage = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
const wasmUrl = /"@tensorflow\/tfjs-backend-wasm\/((?:dist|wasm-out)\/[^"]+)"/g;

/** Copies tfjs-backend-wasm's files beside dist/platform/browser.js, and has src/platform/browser/wasm-files.ts name them so. */
const wasmBeside: Plugin = {
  name: "wasm-beside",
  setup(build) {
    build.onLoad({ filter: /[\\/]browser[\\/]wasm-files\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      await mkdir("dist/platform", { recursive: true });
      for (const [, file] of source.matchAll(wasmUrl)) {
        await copyFile(join(wasmPackage, file!), join("dist/platform", basename(file!)));
      }
      const contents = source.replace(wasmUrl, (_, file: string) => `"./${basename(file)}"`);
      return { contents, loader: "ts" };
    });
  },
};

/** Puts native/ into dist with what it needs of tfjs-node: its JavaScript in one file, its C++ sources as they are. */
async function bundleNative(): Promise<void> {
  const tfjsNode = dirname(require.resolve("@tensorflow/tfjs-node/package.json"));
  await rm("dist/native", { recursive: true, force: true });
  await cp("native", "dist/native", { recursive: true });
  await cp(join(tfjsNode, "binding"), "dist/native/binding", { recursive: true });
  await build({
    entryPoints: ["native/tfjs-node.cjs"],
    outfile: "dist/native/tfjs-node.cjs",
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    // One copy of tfjs for all: the one that the user runs.
    alias: { "@tensorflow/tfjs-core": "@tensorflow/tfjs" },
    external: ["@tensorflow/tfjs"],
    legalComments: "eof",
    allowOverwrite: true,
  });
}

export default defineConfig({
  ...(library([
    "src/index.ts",
    "src/cli.ts",
    "src/platform/node.ts",
    "src/platform/browser.ts",
  ]) as Options),
  esbuildPlugins: [wasmBeside],
  onSuccess: bundleNative,
});
