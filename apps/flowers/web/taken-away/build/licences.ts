/** The licences of the packages that a script was made of, as one text. */
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

const licenceFile = /^(licen[cs]e|notice|third-party-notices)(\.\w+)?$/i;

/**
 * Names each package with its version and licence; texts that several share stand there once.
 *
 * @param modules paths of files
 */
export async function licences(modules: readonly string[]): Promise<string> {
  const folders = new Set<string>();
  for (const folder of new Set(modules.filter((path) => path.startsWith("/")).map(dirname))) {
    const home = await packageOf(folder);
    if (home) folders.add(home);
  }
  const texts = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name = "", version = "", license = "" } = await packageJson(folder);
    const title = `${name} ${version} (${license})`.replace(/ 0\.0\.0 /, " ");
    const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).sort();
    const parts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    for (const part of parts.length === 0 ? [""] : parts) {
      const text = part.trim();
      texts.set(text, [...(texts.get(text) ?? []), title]);
    }
  }
  return [...texts]
    .map(([text, titles]) => `${[...new Set(titles)].join("\n")}\n\n${text}`.trim())
    .join(`\n\n${"-".repeat(80)}\n\n`);
}

/** The folder of the package that a folder lies in: the nearest with a named package.json. */
async function packageOf(folder: string): Promise<string | null> {
  const found = await packageJson(folder);
  if (found.name !== undefined && found.version !== undefined) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : packageOf(parent);
}

async function packageJson(folder: string): Promise<PackageJson> {
  try {
    return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as PackageJson;
  } catch {
    return {};
  }
}
