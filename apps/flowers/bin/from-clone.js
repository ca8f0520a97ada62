#!/usr/bin/env node
// `pnpm flowers ...` in a clone, and `pnpm --filter flowers start`: builds the packages if their sources changed (a second when
// nothing did), then runs the command line in this same process, so that signals and exit codes are its own.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(dirname(app));
const cli = join(app, "dist", "cli.js");
if (!existsSync(cli)) process.stderr.write("Building the packages (only the first time) ...\n");
const turbo = join(
  root,
  "node_modules",
  ".bin",
  process.platform === "win32" ? "turbo.cmd" : "turbo",
);
const build = spawnSync(
  turbo,
  ["run", "build", "--filter=flowers", "--output-logs=errors-only", "--ui=stream"],
  {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  },
);
if (build.status !== 0) {
  process.stderr.write(
    `${build.stdout ?? ""}${build.stderr ?? ""}flowers: the packages could not be built (see above).\n`,
  );
  process.exit(1);
}
await import("../dist/cli.js");
