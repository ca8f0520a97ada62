/**
 * Builds the documentation site into docs/.vitepress/dist: the pages under docs, those made from the sources (the reference,
 * the packages' READMEs, the table of Keras's names, the benchmarks), and the working page under /playground/.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { documentedPackages, exportsOf, packagePages, pagesOf, root } from "./exports.mjs";
import { makeReference } from "./make-reference.mjs";
import { comingFromKeras, kerasReference } from "./names.mjs";

const run = promisify(execFile);
const home = fileURLToPath(root);
const docs = join(home, "docs");
export const builtSite = join(docs, ".vitepress", "dist");
/** The working page, which turbo has built in a task before this one. */
const pageOfTurbo = join(home, "apps/flowers/dist-web");

/** Writes the pages that are made from the sources; git does not see them. */
export async function makePages() {
  await makeReference(join(docs, "reference"));
  await writeFile(join(docs, "reference", "keras.md"), kerasReference());
  await writeFile(join(docs, "reference", "index.md"), referenceIndex());
  await writeFile(join(docs, "coming-from-keras.md"), comingFromKeras());
  await writeFile(
    join(docs, "benchmarks.md"),
    (await readFile(join(home, "tools/bench/RESULTS.md"), "utf8")).replace(
      /^# .*$/m,
      "# Benchmarks",
    ),
  );
  await mkdir(join(docs, "packages"), { recursive: true });
  const rows = [];
  for (const name of packagePages) {
    const read = (/** @type {string} */ file) =>
      readFile(join(home, "packages", name, file), "utf8");
    await writeFile(join(docs, "packages", `${name}.md`), await read("README.md"));
    const { description } = JSON.parse(await read("package.json"));
    rows.push(`| [\`@flowers/${name}\`](./${name}.md) | ${description} |`);
  }
  await writeFile(
    join(docs, "packages", "index.md"),
    `# The packages\n\nEach can be used on its own.\n\n| Package | What it is |\n| --- | --- |\n${rows.join("\n")}\n`,
  );
}

function referenceIndex() {
  const parts = documentedPackages().map((name) => {
    const lines = [...pagesOf(name)].map(([page, exports]) => {
      const link = page === "index" ? `./${name}.md` : `./${name}/${page}.md`;
      const title = page === "index" ? `@flowers/${name}` : page;
      return `- [${title}](${link}): ${exports.map((one) => `\`${one.name}\``).join(", ")}`;
    });
    return `## @flowers/${name}\n\n${exportsOf(name).length} exports.\n\n${lines.join("\n")}\n`;
  });
  return `---
outline: 2
---

# Every export

Made from the doc comments of the sources. [\`@flowers/keras\`](./keras.md) gives these in Keras's module tree.

${parts.join("\n")}`;
}

/**
 * @param {{ base?: string, playground?: boolean }} [options] where the site will lie, default `/` and the repository's name;
 * whether the working page is built too, default true
 */
export async function buildSite({ base, playground = true } = {}) {
  await makePages();
  const vitepress = join(docs, "node_modules/vitepress/bin/vitepress.js");
  await run(process.execPath, [vitepress, "build", docs], {
    cwd: docs,
    env: { ...process.env, NODE_ENV: "production", ...(base && { FLOWERS_SITE_BASE: base }) },
    maxBuffer: 1 << 26,
  });
  if (!playground) return;
  if (process.env["TURBO_HASH"]) {
    await cp(pageOfTurbo, join(builtSite, "playground"), { recursive: true });
    return;
  }
  const vite = join(home, "apps/flowers/node_modules/vite/bin/vite.js");
  const out = join(builtSite, "playground");
  await run(
    process.execPath,
    [vite, "build", "--config", "web/vite.config.ts", "--outDir", out, "--emptyOutDir"],
    { cwd: join(home, "apps/flowers"), env: { ...process.env, NODE_ENV: "production" } },
  );
}
