/** What the pages tell people to type: every script of this repository that a `pnpm` line names exists where it is looked for. */
import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { writtenPages } from "./written-pages";

const root = new URL("../../../", import.meta.url);

/** Their code is the English pages', their commands are their own. */
const translated = ["docs/ko/index.md", "docs/ko/tutorial.md"];

/** pnpm's own commands. */
const builtIn = ["add", "install", "dlx", "changeset"];

/** The scripts and programs that `pnpm NAME`, or `pnpm exec NAME`, finds in a package of the workspace. */
async function commandsOf(folder: string): Promise<{ scripts: string[]; programs: string[] }> {
  const text = await readFile(new URL(`${folder}package.json`, root), "utf8");
  const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
  const programs = await readdir(new URL(`${folder}node_modules/.bin`, root)).catch(() => []);
  return { scripts: Object.keys(scripts), programs };
}

/** The folder of a workspace package, by its name. */
async function folderOf(name: string): Promise<string> {
  for (const floor of ["packages", "apps", "tools", "examples"])
    for (const room of await readdir(new URL(`${floor}/`, root))) {
      const file = new URL(`${floor}/${room}/package.json`, root);
      const text = await readFile(file, "utf8").catch(() => "{}");
      if ((JSON.parse(text) as { name?: string }).name === name) return `${floor}/${room}/`;
    }
  throw new Error(`no package is called ${name}`);
}

it("finds every pnpm command that a page shows", async () => {
  const lost: string[] = [];
  let seen = 0;
  for (const page of [...(await writtenPages()), ...translated]) {
    const text = await readFile(new URL(page, root), "utf8");
    // What is typed in a project that `pnpm create` has just made has that project's scripts.
    const lines = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, code = ""]) =>
      code.includes("pnpm create") ? [] : code.split(/\n|&&/),
    );
    for (const line of lines) {
      const words = line.replace(/#.*/, "").trim().split(/\s+/);
      while (/^[A-Z_]+=/.test(words[0] ?? "")) words.shift();
      if (words.shift() !== "pnpm") continue;
      const filter = words[0] === "--filter" ? words.splice(0, 2)[1] : undefined;
      while (words[0]?.startsWith("-")) words.shift();
      const isProgram = words[0] === "exec" && words.shift() !== undefined;
      const [name = ""] = words;
      if (builtIn.includes(name) && !isProgram) continue;
      seen += 1;
      const { scripts, programs } = await commandsOf(filter ? await folderOf(filter) : "");
      if (!(isProgram ? programs : [...scripts, ...programs]).includes(name))
        lost.push(`${page}: ${line.trim()}`);
    }
  }
  expect(lost).toEqual([]);
  expect(seen).toBeGreaterThan(15);
});
