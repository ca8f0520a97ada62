/** Builds the small page beside this file with the app's own configuration. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const vite = join(
  dirname(createRequire(import.meta.url).resolve("vite/package.json")),
  "bin/vite.js",
);

/** Builds it into `outDir`, in a process of its own as tests run in a mode of theirs; `version` appears on the page. */
export async function buildSite(outDir: string, version: string): Promise<void> {
  const words = ["build", here("./site"), "--config", here("../../vite.config.ts")];
  await promisify(execFile)(
    process.execPath,
    [vite, ...words, "--outDir", outDir, "--logLevel", "error"],
    { env: { ...process.env, NODE_ENV: "production", VITE_VERSION: version } },
  );
}
