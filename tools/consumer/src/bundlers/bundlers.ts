/** Bundlers, each as a newcomer sets it up, with the lines that our READMEs name for it and no others. */

/** A bundler in a folder of its own within the project. */
export interface Bundler {
  readonly name: string;
  /** Of its folder. */
  readonly folder: string;
  readonly packages: readonly string[];
  /** Its files; the program begins in `main.js`. */
  readonly files: Readonly<Record<string, string>>;
  /** A script that builds the page into `dist` of the folder. */
  readonly build: string;
}

const main = (wasm: string): string => `import { runAll } from "./examples/run.js";
globalThis.wasmFiles = ${wasm};
runAll(globalThis.wasmFiles).then((text) => console.log(text), (error) => console.log(String(error)));
`;

/** In the README of `@flowers/backend`: these leave `.wasm` files behind. */
const wasmPath = `{ wasmPath: "/wasm/" }`;

const page = `<!doctype html><link rel="icon" href="data:," /><script type="module" src="/main.js"></script>`;

/** The files that esbuild and Rollup leave behind, as the READMEs of `@flowers/backend` and `@flowers/efficientnet-lite0` say. */
const copyFiles = `
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
const find = (name, from = import.meta.url) => dirname(createRequire(from).resolve(name + "/package.json"));
const wasm = join(find("@tensorflow/tfjs-backend-wasm", join(find("@flowers/backend"), "package.json")), "dist");
mkdirSync("dist/wasm", { recursive: true });
for (const file of readdirSync(wasm)) if (file.endsWith(".wasm")) cpSync(join(wasm, file), join("dist/wasm", file));
cpSync(join(find("@flowers/efficientnet-lite0"), "weights"), "dist/weights", { recursive: true });
writeFileSync("dist/index.html", ${JSON.stringify(page)});
`;

export const bundlers: readonly Bundler[] = [
  {
    name: "Vite",
    folder: "vite",
    packages: ["vite@^8.3.8"],
    files: { "main.js": main("{}"), "index.html": page },
    build: `import { build } from "vite"; await build({ logLevel: "error" });`,
  },
  {
    name: "esbuild",
    folder: "esbuild",
    packages: ["esbuild"],
    files: { "main.js": main(wasmPath) },
    build: `import { build } from "esbuild";
await build({ absWorkingDir: import.meta.dirname, entryPoints: ["main.js"], bundle: true, format: "esm", splitting: true, outdir: "dist", logLevel: "error" });
${copyFiles}`,
  },
  {
    name: "Rollup",
    folder: "rollup",
    packages: ["rollup", "@rollup/plugin-node-resolve", "@rollup/plugin-commonjs"],
    files: { "main.js": main(wasmPath) },
    build: `import { rollup } from "rollup";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import commonjs from "@rollup/plugin-commonjs";
const bundle = await rollup({ input: "main.js", plugins: [nodeResolve({ browser: true }), commonjs()], onwarn: () => undefined });
await bundle.write({ dir: "dist", format: "es" });
${copyFiles}`,
  },
  {
    name: "webpack",
    folder: "webpack",
    packages: ["webpack"],
    files: { "main.js": main("{}") },
    build: `import { mkdirSync, writeFileSync } from "node:fs";
import webpack from "webpack";
const stats = await new Promise((done, failed) => webpack({ mode: "production", entry: "./main.js", output: { filename: "main.js" }, context: import.meta.dirname, optimization: { minimize: false } }, (error, stats) => error ? failed(error) : done(stats)));
if (stats.hasErrors()) throw new Error(stats.toString("errors-only"));
writeFileSync("dist/index.html", ${JSON.stringify(page)});`,
  },
  {
    name: "Next (Turbopack)",
    folder: "next",
    packages: ["next", "react", "react-dom"],
    files: {
      "next.config.mjs": `import { join } from "node:path";
export default { output: "export", distDir: "dist", turbopack: { root: join(import.meta.dirname, "..") } };
`,
      "main.js": main("{}"),
      "app/layout.jsx": `export default function Layout({ children }) { return <html><body>{children}</body></html>; }\n`,
      "app/page.jsx": `"use client";
import { useEffect } from "react";
export default function Page() {
  useEffect(() => void import("../main.js"), []);
  return <p>flowers</p>;
}
`,
    },
    build: `import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
execFileSync(process.execPath, [createRequire(import.meta.url).resolve("next/dist/bin/next"), "build"], { stdio: "pipe", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });`,
  },
];
