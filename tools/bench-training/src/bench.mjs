// Runs ours and Keras in turn and prints median, minimum and maximum of images per second.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    rounds: { type: "string", default: "3" },
    batches: { type: "string", default: "20" },
    augmented: { type: "boolean", default: false },
    backends: { type: "string", default: "tensorflow,wasm" },
  },
});
const form = values.augmented ? "augmented" : "plain";
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env["KERAS_PYTHON"];

/** @type {{ name: string, command: string, args: string[], env: Record<string, string> }[]} */
const contestants = [
  ...values.backends.split(",").map((backend) => ({
    name: `ours, ${backend}`,
    command: process.execPath,
    args: [
      here("ours.mjs"),
      backend,
      backend === "tensorflow" ? values.batches : String(Math.min(6, Number(values.batches))),
      form,
    ],
    env: {},
  })),
  ...(python
    ? [
        {
          name: "Keras as installed",
          command: python,
          args: [here("keras_step.py"), values.batches, form],
          env: { TF_ENABLE_ONEDNN_OPTS: "0" },
        },
        {
          name: "Keras with oneDNN",
          command: python,
          args: [here("keras_step.py"), values.batches, form],
          env: { TF_ENABLE_ONEDNN_OPTS: "1" },
        },
      ]
    : []),
];
const speeds = new Map(contestants.map(({ name }) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const { name, command, args, env } of contestants) {
    const { stdout, stderr, status } = spawnSync(command, args, {
      encoding: "utf8",
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", ...env },
    });
    if (status !== 0) process.stderr.write(`${name}: ${stderr.trim().split("\n").at(-1)}\n`);
    else speeds.get(name).push(JSON.parse(stdout.trim().split("\n").at(-1)).imagesPerSecond);
  }
}
console.log(
  `Tutorial network (${form}), 180x180x3, batch 32, Adam; images per second of training; ${cpus().length} cores, ${cpus()[0].model}`,
);
for (const [name, list] of speeds) {
  const sorted = list.sort((a, b) => a - b);
  if (sorted.length)
    console.log(
      `${name.padEnd(22)} median ${sorted[sorted.length >> 1].toFixed(1)}  (${sorted[0].toFixed(1)} to ${sorted.at(-1).toFixed(1)})`,
    );
}
if (!python) console.log("skipped: Keras (set KERAS_PYTHON to an interpreter with tensorflow-cpu)");
