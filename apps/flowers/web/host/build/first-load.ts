/** Reports what a first visit loads before it chooses a backend, and fails the build that makes it too heavy. */
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

/** The built files of sources that the page fetches as soon as it shows, by their paths from the root. */
function fetchedFiles(bundle: Bundle, sources: readonly string[]): string[] {
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
  /** Sources that the page fetches as soon as it shows, by their paths from the root. */
  readonly fetched: readonly string[];
}

/** Prints the compressed size of the first load. The build fails above `mostKilobytes`. */
export function firstLoad({ mostKilobytes, fetched }: FirstLoadOptions): Plugin {
  return {
    name: "flowers:first-load",
    apply: "build",
    writeBundle(_options, bundle) {
      const more = fetchedFiles(bundle, fetched);
      if (more.length < fetched.length) this.error(`not all were built: ${fetched.join(", ")}`);
      const files = [...firstLoadFiles(bundle), ...more];
      const kilobytes = compressedBytes(bundle, files) / 1000;
      const report = `first load: ${kilobytes.toFixed(1)} KB compressed in ${files.length} files, of ${mostKilobytes} allowed`;
      if (kilobytes > mostKilobytes) this.error(`${report}\n${files.join("\n")}`);
      this.info(report);
    },
  };
}
