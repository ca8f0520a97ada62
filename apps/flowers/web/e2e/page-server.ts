/** Builds the page into a temporary folder and serves it, as a user would with `build:web` and a file server. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePage(): Promise<PageServer> {
  const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
  const outDir = await mkdtemp(join(tmpdir(), "flowers-web-"));
  await asInProduction(() => build({ configFile, logLevel: "error", build: { outDir } }));
  const server = await preview({
    configFile,
    logLevel: "error",
    build: { outDir },
    preview: { port: 0, host: "127.0.0.1" },
  });
  return {
    url: server.resolvedUrls?.local[0] ?? "",
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
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
