/** What a package costs: packed, installed with all that it depends on, and bundled for a page. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const run = promisify(execFile);
const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

/** In bytes. */
export interface PackageSize {
  /** The tarball that a client downloads. */
  readonly packed: number;
  /** It and every package that it depends on, unpacked; TensorFlow.js, which is the user's own, aside. */
  readonly installed: number;
  /** All of it in a page, minified and compressed; packages that it depends on are its own, TensorFlow.js and ours are not. */
  readonly bundled: number;
}

/** The published packages' folders. */
export const published = readdirSync(packages).filter((name) =>
  existsSync(join(packages, name, "package.json")),
);

interface Packed {
  readonly name: string;
  readonly size: number;
  readonly unpackedSize: number;
}

/** The sizes of every published package, by its folder's name. */
export async function measureAll(): Promise<ReadonlyMap<string, PackageSize>> {
  const folders = published.map((name) => `.${sep}${name}`);
  const words = ["pack", "--dry-run", "--json", "--ignore-scripts", ...folders];
  const { stdout } = await run("npm", words, { cwd: packages, maxBuffer: 1 << 24 });
  const sizes = (JSON.parse(stdout) as Packed[]).map(async ({ name, size, unpackedSize }) => {
    const folder = join(packages, name.replace("@flowers/", ""));
    const installed = [...dependenciesOf(folder)].reduce(
      (sum, at) => sum + folderSize(at),
      unpackedSize,
    );
    const bundled = await bundledSize(name, folder);
    return [name.replace("@flowers/", ""), { packed: size, installed, bundled }] as const;
  });
  return new Map(await Promise.all(sizes));
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** The folders of everything that a package brings from others, ours and TensorFlow.js's aside. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  const { dependencies = {}, optionalDependencies = {} } = readManifest(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (name.startsWith("@flowers/")) continue;
    const at = [join(folder, "node_modules", name), ...above(folder, name)].find(existsSync);
    if (at === undefined) continue; // of another system
    const real = realpathSync(at);
    if (found.has(real)) continue;
    found.add(real);
    dependenciesOf(real, found);
  }
  return found;
}

/** Where pnpm puts what a package of its store depends on: beside it. */
function above(folder: string, name: string): string[] {
  const at = folder.lastIndexOf("node_modules");
  return at < 0 ? [] : [join(folder.slice(0, at), "node_modules", name)];
}

function folderSize(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(join(folder, "node_modules")))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function bundledSize(name: string, folder: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${name}";`, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    splitting: true,
    format: "esm",
    outdir: "out",
    conditions: ["browser"],
    platform: "browser",
    external: [
      "@tensorflow/*",
      "node:*",
      "*.wasm",
      ...published.map((other) => `@flowers/${other}`).filter((other) => other !== name),
    ],
    logLevel: "error",
  });
  return outputFiles.reduce(
    (sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length,
    0,
  );
}
