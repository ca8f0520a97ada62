/**
 * Compiles the AssemblyScript kernels and writes src/kernels/wasm/module-bytes.ts:
 * `node kernels/build.mjs` from the package folder. The output is committed, a test holds it up to date.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

async function compile(extra) {
  const folder = await mkdtemp(join(tmpdir(), "kernels-"));
  const output = join(folder, "module.wasm");
  const { error, stderr } = await asc.main([
    here("index.ts"),
    "--outFile",
    output,
    "--runtime",
    "stub",
    "--importMemory",
    "--noExportMemory",
    "--enable",
    "simd,bulk-memory",
    "-O3",
    "--noAssert",
    "--initialMemory",
    "1",
    ...extra,
  ]);
  if (error) throw new Error(`asc: ${error.message}\n${stderr.toString()}`);
  const bytes = await readFile(output);
  await rm(folder, { recursive: true });
  return bytes.toString("base64");
}

/** The text of module-bytes.ts for the present sources. */
export async function moduleSource() {
  const plain = await compile([]);
  const shared = await compile([
    "--sharedMemory",
    "--maximumMemory",
    "65536",
    "--enable",
    "threads",
  ]);
  return `/** The compiled kernels of ../../../kernels, base64. Made by kernels/build.mjs; do not edit. */

/** Imports a plain memory: single-threaded wasm backend. */
export const plainModule =
  "${plain}";

/** Imports a shared memory: threaded wasm backend. */
export const sharedModule =
  "${shared}";
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(here("../src/kernels/wasm/module-bytes.ts"), await moduleSource());
}
