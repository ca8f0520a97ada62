/** Builds the service worker as a file of its own at the root of the output, with the list of all other files in it. */
import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";
import type { Manifest } from "../manifest";
import { firstLoadFiles } from "./first-load.ts";

const fileName = "service-worker.js";

/** Files that no browser asks for in a run: maps, and WebAssembly for engines without SIMD. */
const unneeded = /\.map$|\/tfjs-backend-wasm-[^/]*\.wasm$(?<!simd-[^/]*)/;

/** Every file below `folder` with its SHA-256, in base64. */
async function digests(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join("/");
    if (name === fileName || unneeded.test(name)) continue;
    found[name] = createHash("sha256")
      .update(await readFile(path))
      .digest("base64");
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What `bundle`, written to `folder`, consists of. */
export async function makeManifest(
  bundle: Rolldown.OutputBundle,
  folder: string,
): Promise<Manifest> {
  const files = await digests(folder);
  const build = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  return { build, files, shell: firstLoadFiles(bundle).filter((name) => name in files) };
}

/** Compiles `source` and writes it beside the page. */
export function serviceWorker({ source }: { readonly source: string }): Plugin {
  return {
    name: "flowers:service-worker",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir = "." }, bundle) {
      const manifest = await makeManifest(bundle, dir);
      const result = await build({
        configFile: false,
        logLevel: "warn",
        publicDir: false,
        define: { __MANIFEST__: JSON.stringify(manifest) },
        build: {
          write: false,
          rolldownOptions: { input: source, output: { format: "iife", codeSplitting: false } },
        },
      });
      const [output] = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
      await writeFile(join(dir, fileName), output!.output[0].code);
    },
  };
}
