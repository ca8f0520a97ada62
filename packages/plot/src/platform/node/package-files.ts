/** The files of this package and of its dependencies, found by their path at run time. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Node's `createRequire`, taken while running and not imported: a bundler that sees it takes the files to be modules and
 * tries to bundle a font and a WebAssembly file.
 */
function requireFrom(place: string | URL): NodeJS.Require {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(place);
}

/**
 * The places where files may be: this package as seen from here, and where a bundler has moved this file elsewhere, as it
 * is installed for the program or for the folder that it runs in.
 */
function* places(): Generator<{ folder: string; resolve: (name: string) => string }> {
  const starts = [import.meta.url, process.argv[1], join(process.cwd(), "index.js")];
  for (const start of starts) {
    if (start === undefined || start === "") continue;
    try {
      const manifest = requireFrom(start).resolve("@flowers/plot/package.json");
      yield { folder: dirname(manifest), resolve: requireFrom(manifest).resolve };
    } catch {
      // No place with this package in its reach: the next one.
    }
  }
}

/**
 * The bytes of a file of this package (`./fonts/...`) or of one of its dependencies (`name/file`).
 *
 * @throws Error that says what to do if no installed package has it.
 */
export async function readPackageFile(name: string): Promise<Uint8Array> {
  for (const { folder, resolve } of places()) {
    try {
      return await readFile(name.startsWith("./") ? join(folder, name) : resolve(name));
    } catch {
      // Bundled away from its package: the next place.
    }
  }
  throw new Error(
    `"${name}" of @flowers/plot is not found; leave @flowers/plot out of the bundle (external), so that it is loaded from node_modules`,
  );
}
