// Measures the loader on a folder of photos: `pnpm --filter @flowers-tools/bench-loader bench FOLDER [ROUNDS]`.
// Build @flowers/dataset first. With KERAS_PYTHON=/path/to/python (Keras installed), every round also times Keras, turn
// about, so that both meet the same machine. Each run is a process of its own; its first epoch is the one that counts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, rounds = "3"] = process.argv.slice(2);
if (!folder) {
  process.stderr.write("usage: bench FOLDER [ROUNDS]\n");
  process.exit(2);
}
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const cache = mkdtempSync(join(tmpdir(), "flowers-bench-"));
const python = process.env["KERAS_PYTHON"];

/** Runs one measurement and returns what it printed last, as JSON. */
function measure(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

const runs = [];
try {
  for (let round = 0; round < Number(rounds); round++) {
    runs.push(measure(process.execPath, [here("loader.mjs"), folder, "float32"]));
    if (python) runs.push(measure(python, [here("keras_loader.py"), folder]));
    runs.push(measure(process.execPath, [here("loader.mjs"), folder, "uint8"]));
    runs.push(measure(process.execPath, [here("loader.mjs"), folder, "float32", cache]));
  }
  runs.push(measure(process.execPath, [here("many-files.mjs")]));
} finally {
  rmSync(cache, { recursive: true, force: true });
}
process.stdout.write(`${cpus().length} x ${cpus()[0]?.model}\n`);
for (const run of runs) process.stdout.write(`${JSON.stringify(run)}\n`);
