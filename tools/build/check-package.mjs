#!/usr/bin/env node
// Checks the package in the current folder as a user would receive it: packs it, then runs publint and attw on the tarball.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "flowers-pack-"));
const require = createRequire(import.meta.url);

/** Runs one command and returns whether it succeeded; its output is shown only when it did not. */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) process.stderr.write(`${command} ${args.join(" ")}\n${stdout}${stderr}\n`);
  return status === 0;
}

try {
  if (!run("pnpm", ["pack", "--pack-destination", folder])) process.exit(1);
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
  const bin = join(here, "node_modules", ".bin");
  const ok = [
    run(join(bin, "publint"), ["run", tarball, "--strict"]),
    run(join(bin, "attw"), [tarball, "--profile", "esm-only", "--no-emoji"]),
  ];
  const { name, version } = require(join(process.cwd(), "package.json"));
  if (ok.includes(false)) process.exit(1);
  process.stdout.write(`${name}@${version}: the packed tarball passes publint and attw\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
