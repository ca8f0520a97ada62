/**
 * Builds the page that is taken away: one file, without its model, as a file of the page that makes it. What asks for it
 * imports its address as `virtual:taken-away`.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";
import type { TakenAwayFile } from "../contract";
import { licences } from "./licences.ts";
import { oneFile } from "./one-file.ts";

const name = "virtual:taken-away";
const resolved = `\0${name}`;
const developing = "/taken-away.json";

/** @param folder of the page's sources */
export function takenAway({ folder }: { readonly folder: string }): Plugin {
  let made: Promise<string> | undefined;
  let serving = false;
  return {
    name: "flowers:taken-away",
    configResolved({ command }) {
      serving = command === "serve";
    },
    resolveId: (id) => (id === name ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return;
      if (serving) return `export const address = ${JSON.stringify(developing)};`;
      const source = await (made ??= make(folder));
      const reference = this.emitFile({ type: "asset", name: "taken-away.json", source });
      return `export const address = import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    configureServer({ middlewares }) {
      middlewares.use(developing, (_request, response, next) => {
        (made ??= make(folder)).then((source) => response.end(source), next);
      });
    },
  };
}

async function make(folder: string): Promise<string> {
  const [engine, page, html] = await Promise.all([
    script(join(folder, "engine.ts")),
    script(join(folder, "page/main.tsx")),
    readFile(join(folder, "page.html"), "utf8"),
  ]);
  const file: TakenAwayFile = {
    page: oneFile({ html, style: page.style, engine: engine.code, page: page.code }),
    licences: await licences([...engine.modules, ...page.modules]),
  };
  return JSON.stringify(file);
}

/** TensorFlow.js without WebGL: the page computes on WebAssembly, which borrows kernels of plain JavaScript. */
const coreOfTensorFlow: Plugin = {
  name: "flowers:core-of-tensorflow",
  enforce: "pre",
  resolveId(id, importer) {
    if (id === "@tensorflow/tfjs") return "\0tensorflow-core";
    if (importer !== "\0tensorflow-core") return;
    return this.resolve(id, createRequire(import.meta.url).resolve("@tensorflow/tfjs"));
  },
  load: (id) =>
    id === "\0tensorflow-core"
      ? [
          'import "@tensorflow/tfjs-backend-cpu";',
          'export * from "@tensorflow/tfjs-core";',
          'export * from "@tensorflow/tfjs-layers";',
          'export * as data from "@tensorflow/tfjs-data";',
        ].join("\n")
      : undefined,
};

interface Script {
  readonly code: string;
  readonly style: string;
  /** The files that it was made of. */
  readonly modules: readonly string[];
}

/** A script that needs no other file: not even of WebAssembly. */
async function script(source: string): Promise<Script> {
  const result = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    mode: "production",
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: {
      conditions: ["@flowers/source", "module", "browser", "production"],
    },
    plugins: [coreOfTensorFlow],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      write: false,
      assetsInlineLimit: () => true,
      rolldownOptions: { input: source, output: { format: "iife", codeSplitting: false } },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const files = outputs.flatMap(({ output }) => output);
  const [chunk] = files.filter((file) => file.type === "chunk");
  if (!chunk) throw new Error(`${source} gave no script.`);
  const styles = files.filter((file) => file.type === "asset" && file.fileName.endsWith(".css"));
  return {
    code: chunk.code,
    style: styles.map((file) => (file.type === "asset" ? String(file.source) : "")).join("\n"),
    modules: chunk.moduleIds,
  };
}
