/** The built page, served as a user would with `build:web` and a file server. All test files share one build. */
import { mkdir, watch, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import { inject } from "vitest";
import type {} from "../../test-support/site-folder"; // what it provides

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));

export async function servePage(): Promise<PageServer> {
  const server = await preview({
    configFile,
    logLevel: "error",
    build: { outDir: await builtPage() },
    preview: { port: 0, host: "127.0.0.1" },
  });
  return { url: server.resolvedUrls?.local[0] ?? "", close: () => server.close() };
}

/**
 * The folder of the built page. Turbo has built it in a task before this one; elsewhere the first test file that asks for it
 * does, and the others wait.
 */
export async function builtPage(): Promise<string> {
  if (process.env["TURBO_HASH"]) return fileURLToPath(new URL("../../dist-web", import.meta.url));
  const home = inject("siteFolder");
  const outDir = join(home, "site");
  const [done, failed] = [join(home, "done"), join(home, "failed")];
  try {
    await mkdir(join(home, "building"));
  } catch {
    for await (const _ of changesIn(home)) if (existsSync(done) || existsSync(failed)) break;
    if (existsSync(failed)) throw new Error("The page was not built: another test file says why.");
    return outDir;
  }
  try {
    await asInProduction(() => build({ configFile, logLevel: "error", build: { outDir } }));
    await writeFile(done, "");
  } catch (error) {
    await writeFile(failed, "");
    throw error;
  }
  return outDir;
}

/** Comes once at first, and then with every change in a folder. */
async function* changesIn(folder: string): AsyncGenerator<void> {
  const over = new AbortController();
  const changes = watch(folder, { signal: over.signal });
  try {
    yield;
    for await (const _ of changes) yield;
  } finally {
    over.abort();
  }
}

/** Vitest says NODE_ENV=test, and Vite would build a page that believes it is being developed. */
async function asInProduction<T>(work: () => Promise<T>): Promise<T> {
  const { NODE_ENV } = process.env;
  process.env["NODE_ENV"] = "production";
  try {
    return await work();
  } finally {
    process.env["NODE_ENV"] = NODE_ENV;
  }
}
