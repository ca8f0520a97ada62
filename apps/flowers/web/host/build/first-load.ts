/** Reports what a first visit loads before it chooses a backend, and fails the build that makes it too heavy. */
import { relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/** The page, its style sheets, and its entry's scripts with all that they import at once. */
export function firstLoadFiles(bundle: Bundle): string[] {
  const files = new Set<string>();
  const visit = (name: string): void => {
    const output = bundle[name];
    if (output?.type !== "chunk" || files.has(name)) return;
    files.add(name);
    for (const style of output.viteMetadata?.importedCss ?? []) files.add(style);
    output.imports.forEach(visit);
  };
  for (const [name, output] of Object.entries(bundle)) {
    if (name.endsWith(".html")) files.add(name);
    if (output.type === "chunk" && output.isEntry) visit(name);
  }
  return [...files].sort();
}

/** The built files of sources, by their paths from the root. */
function filesOf(bundle: Bundle, sources: readonly string[]): string[] {
  return Object.entries(bundle).flatMap(([name, output]) =>
    output.type === "asset" && output.originalFileNames.some((path) => sources.includes(path))
      ? [name]
      : [],
  );
}

/** Bytes of the files when compressed as servers do. */
export function compressedBytes(bundle: Bundle, files: readonly string[]): number {
  return files.reduce((sum, name) => {
    const output = bundle[name];
    if (output === undefined) return sum;
    return sum + gzipSync(output.type === "chunk" ? output.code : output.source).length;
  }, 0);
}

export interface FirstLoadOptions {
  /** Of 1000 bytes. */
  readonly mostKilobytes: number;
  /** Paths of sources that the page fetches as soon as it shows. Those of another page than the one that is built do not count. */
  readonly fetched: readonly string[];
}

/** Prints the compressed size of the first load. The build fails above `mostKilobytes`. */
export function firstLoad({ mostKilobytes, fetched }: FirstLoadOptions): Plugin {
  let ofThisPage: readonly string[] = [];
  return {
    name: "flowers:first-load",
    apply: "build",
    configResolved({ root }) {
      ofThisPage = fetched
        .map((path) => relative(root, path).replaceAll("\\", "/"))
        .filter((path) => !path.startsWith(".."));
    },
    writeBundle(_options, bundle) {
      const more = filesOf(bundle, ofThisPage);
      if (more.length < ofThisPage.length)
        this.error(`not all were built: ${ofThisPage.join(", ")}`);
      const files = [...firstLoadFiles(bundle), ...more];
      const kilobytes = compressedBytes(bundle, files) / 1000;
      const report = `first load: ${kilobytes.toFixed(1)} KB compressed in ${files.length} files, of ${mostKilobytes} allowed`;
      if (kilobytes > mostKilobytes) this.error(`${report}\n${files.join("\n")}`);
      this.info(report);
    },
  };
}
