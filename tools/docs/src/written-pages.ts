/** The pages of the repository that people wrote, in English; what is made from the sources is left out. */
import { readdir } from "node:fs/promises";

const root = new URL("../../../", import.meta.url);

/** Folders of docs with pages that are written; the others are made while the site is built, or repeat the English code. */
const written = ["", "how-to/", "decisions/"];
/** Pages that are made from the sources, which have tests of their own. */
const generated = new Set(["coming-from-keras.md", "benchmarks.md"]);

/** Paths of all pages that people wrote, from the root of the repository. */
export async function writtenPages(): Promise<string[]> {
  const packages = await readdir(new URL("packages/", root));
  const docs = await Promise.all(
    written.map(async (folder) =>
      (await readdir(new URL(`docs/${folder}`, root)))
        .filter((name) => name.endsWith(".md") && !generated.has(name))
        .map((name) => `docs/${folder}${name}`),
    ),
  );
  return [
    "README.md",
    "CONTRIBUTING.md",
    "apps/flowers/README.md",
    ...packages.map((name) => `packages/${name}/README.md`),
    ...docs.flat(),
  ];
}
