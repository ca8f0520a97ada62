// The one tsup configuration of every published package: ESM only, types beside it, one build for all entries
// (several configurations would duplicate classes across entries and break instanceof).
import { existsSync } from "node:fs";
import { defineConfig } from "tsup";

/** @param {string[]} entry the package's source entries, kept at the same place under dist */
export function library(entry) {
  return defineConfig({
    entry: Object.fromEntries(
      entry.map((file) => [file.replace(/^src\//, "").replace(/\.ts$/, ""), file]),
    ),
    format: "esm",
    target: "es2022",
    platform: "neutral",
    dts: { entry: { index: "src/index.ts" } },
    // What runs everywhere, where the package has files of one platform too.
    tsconfig: existsSync("tsconfig.neutral.json") ? "tsconfig.neutral.json" : "tsconfig.json",
    sourcemap: true,
    clean: true,
    treeshake: true,
    removeNodeProtocol: false,
    external: ["#platform", /^node:/],
  });
}
