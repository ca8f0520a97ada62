/** `changeset version` in a clean copy of the repository: every package gets a changelog for its users, private ones none. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "./address.mjs";
import { publishedFolders, readManifest } from "./metadata.mjs";

const home = fileURLToPath(root);
const copy = mkdtempSync(join(tmpdir(), "flowers-versions-"));
const git = (where: string, ...words: string[]): string =>
  execFileSync("git", ["-c", "user.name=flowers", "-c", "user.email=flowers@localhost", ...words], {
    cwd: where,
    encoding: "utf8",
  });
const isRead = /(^|\/)(package\.json|pnpm-workspace\.yaml|pnpm-lock\.yaml)$|^\.changeset\//;
const waiting = publishedFolders().filter((folder) => readManifest(folder)["version"] === "0.0.0");

beforeAll(() => {
  const files = git(home, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split(
    "\0",
  );
  for (const file of files.filter((name) => isRead.test(name) && existsSync(join(home, name))))
    cpSync(join(home, file), join(copy, file), { recursive: true });
  git(copy, "init", "-q", "-b", "main");
  git(copy, "add", "-A");
  git(copy, "commit", "-qm", "clean");
  const changeset = join(home, "node_modules", "@changesets", "cli", "bin.js");
  execFileSync(process.execPath, [changeset, "version"], { cwd: copy, stdio: "pipe" });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it.each(waiting)("%s has a first version and a changelog without hashes", (folder) => {
  const read = (name: string): string => readFileSync(join(copy, "packages", folder, name), "utf8");
  const { name, version } = JSON.parse(read("package.json")) as { name: string; version: string };
  expect(version).toBe("0.1.0");
  const changelog = read("CHANGELOG.md");
  expect(changelog.startsWith(`# ${name}\n\n## 0.1.0\n`)).toBe(true);
  expect(changelog).toMatch(/### Minor Changes\n\n- \S/);
  expect(changelog).not.toMatch(/\b[0-9a-f]{7}: |Updated dependencies|@flowers-tools/);
});

it("leaves everything private as it is", () => {
  const changed = git(copy, "status", "--porcelain")
    .split("\n")
    .map((line) => dirname(line.slice(3)))
    .filter((folder) => folder !== "." && folder !== ".changeset");
  expect([...new Set(changed)].sort()).toEqual(waiting.map((folder) => `packages/${folder}`));
});
