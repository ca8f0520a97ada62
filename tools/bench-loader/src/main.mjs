// Measures the loader on a folder of photos: `pnpm --filter @flowers-tools/bench-loader bench FOLDER [ROUNDS]`.
// Build @flowers/dataset first. With KERAS_PYTHON=/path/to/python (Keras installed), every round also times Keras, turn
// about, so that both meet the same machine. Each run is a process of its own. Prints a table of medians for the README.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
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
const ours = (pixels, what) => () =>
  measure(process.execPath, [here("loader.mjs"), folder, pixels, what]);
const keras = (what) => () => measure(python, [here("keras_loader.py"), folder, what]);

// A disk cache is made in the first round and read by new processes from then on.
const disk = (pixels) => join(cache, pixels);
const rows = {
  ...(python && { "Keras, no cache": keras("plain") }),
  "flowers, no cache": ours("float32", "plain"),
  ...(python && { "Keras, `cache()`": keras("memory") }),
  "flowers, `cache()`": ours("float32", "memory"),
  "flowers, `cache()`, `uint8`": ours("uint8", "memory"),
  "flowers, `cache(path)` read": ours("float32", disk("float32")),
  "flowers, `cache(path)` read, `uint8`": ours("uint8", disk("uint8")),
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const before = loadavg()[0];
const runs = Object.fromEntries(Object.keys(rows).map((name) => [name, []]));
let index;
try {
  for (const pixels of ["float32", "uint8"]) {
    const { first } = ours(pixels, disk(pixels))();
    process.stdout.write(`made the disk cache, ${pixels}: ${JSON.stringify(first)}\n`);
  }
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, run] of Object.entries(rows)) {
      const result = run();
      process.stdout.write(`${name}: ${JSON.stringify(result)}\n`);
      runs[name].push(result);
    }
  }
  index = measure(process.execPath, [here("many-files.mjs")]);
} finally {
  rmSync(cache, { recursive: true, force: true });
}

const cell = (name, pick) => median(runs[name].map(pick));
process.stdout.write(`
${cpus().length} x ${cpus()[0]?.model}, load ${before.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after; medians of ${rounds}

| | first epoch: img/s | processor s | second epoch: img/s | processor s | peak MB |
| --- | --- | --- | --- | --- | --- |
`);
for (const name of Object.keys(rows)) {
  const values = ["first", "second"].flatMap((epoch) => [
    cell(name, (run) => run[epoch].imagesPerSecond),
    cell(name, (run) => run[epoch].cpuSeconds).toFixed(2),
  ]);
  process.stdout.write(
    `| ${name} | ${values.join(" | ")} | ${cell(name, (run) => run.peakMB)} |\n`,
  );
}
process.stdout.write(`\n${index.run}: ${index.seconds} s, ${index.memoryMB} MB\n`);
