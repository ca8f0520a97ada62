/**
 * Compiles the AssemblyScript kernels of a package (`packages/<name>/kernels/*.ts`, exports in `index.ts`) to WebAssembly
 * and writes them, base64, into the package's sources: `pnpm kernels [<name> ...]`. The output is committed; a test in
 * each package holds it up to date.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** Every package with kernels: where its bytes go, and for which kinds of memory it is compiled. */
const packages = {
  backend: { output: "src/kernels/wasm/module-bytes.ts", memories: ["plain", "shared"] },
  dataset: { output: "src/kernels/module-bytes.ts", memories: ["plain"] },
  augmentation: { output: "src/geometry/module-bytes.ts", memories: ["plain"] },
};

/** What `memories` may name: the compiler's flags, and what the compiled module is for. */
const kinds = {
  plain: { flags: [], purpose: "Imports a plain memory (`env.memory`)." },
  shared: {
    flags: ["--sharedMemory", "--maximumMemory", "65536", "--enable", "threads"],
    purpose: "Imports a shared memory (`env.memory`), for threads.",
  },
};

/** The module has neither memory nor data of its own: it works on pointers into the memory that it is given. */
const flags = [
  ...["--runtime", "stub", "--importMemory", "--noExportMemory", "--initialMemory", "1"],
  ...["--enable", "simd,bulk-memory", "-O3", "--noAssert"],
];

const pathOf = (name, path) =>
  fileURLToPath(new URL(`../../packages/${name}/${path}`, import.meta.url));

async function compile(name, kind) {
  const folder = await mkdtemp(join(tmpdir(), "kernels-"));
  try {
    const output = join(folder, "module.wasm");
    const { error, stderr } = await asc.main([
      ...[pathOf(name, "kernels/index.ts"), "--outFile", output],
      ...[...flags, ...kinds[kind].flags],
    ]);
    // oxlint-disable-next-line typescript/no-base-to-string -- asc's stream has a toString of its own
    if (error) throw new Error(`asc: ${error.message}\n${stderr.toString()}`);
    return (await readFile(output)).toString("base64");
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Where a package's bytes are, and the text of that file for the present kernels. */
export async function moduleSource(name) {
  const { output, memories } = packages[name];
  const header = `/** The compiled kernels of packages/${name}/kernels, base64. Made by \`pnpm kernels\`; do not edit. */\n`;
  const parts = [header];
  for (const kind of memories) {
    const bytes = await compile(name, kind);
    parts.push(`/** ${kinds[kind].purpose} */\nexport const ${kind}Module =\n  "${bytes}";\n`);
  }
  return { path: pathOf(name, output), text: parts.join("\n") };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  for (const name of asked.length > 0 ? asked : Object.keys(packages)) {
    const { path, text } = await moduleSource(name);
    await writeFile(path, text);
    console.log(path);
  }
}
