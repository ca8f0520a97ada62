// `pnpm bench [name ...]` measures the cases of tools/bench/cases (all, or those named) and prints a table for each.
import { appendFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { measure } from "./runner.mjs";
import { circumstances, load, table } from "./table.mjs";

/** @import { BenchCase } from "./contract" */

const folder = new URL("../cases/", import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(/\.mjs$/u, ""));
const usage = `usage: pnpm bench [name ...] [--rounds N] [--photos FOLDER] [--out FILE] [--quick] [--list]

  name       ${names.join(", ")}; all when none is named
  --rounds   samples of each peer, default 7
  --photos   one folder of photos per class, for the loader; made-up ones by default
  --out      also append the tables to this file
  --quick    one round of the smallest samples, to see that it works: no figure to report
  --list     name the cases

KERAS_PYTHON names a Python with Keras to measure beside, TFJS_NODE a folder with an installed @tensorflow/tfjs-node.
`;

/** @type {(sentence: string) => never} */
function refuse(sentence) {
  process.stderr.write(`bench: ${sentence}\n${usage}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      args: process.argv.slice(2).filter((arg) => arg !== "--"),
      allowPositionals: true,
      options: {
        rounds: { type: "string" },
        photos: { type: "string" },
        out: { type: "string" },
        quick: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** @type {(name: string) => Promise<BenchCase>} */
const loadCase = async (name) => (await import(new URL(`${name}.mjs`, folder).href)).bench;
const say = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);

const { values, positionals } = readArguments();
const { photos, out, quick, rounds: asked = quick ? "1" : "7" } = values;
const rounds = Number(asked);
const unknown = positionals.find((name) => !names.includes(name));
if (values.help) process.stdout.write(usage);
else if (unknown !== undefined) refuse(`there is no case "${unknown}".`);
else if (!Number.isInteger(rounds) || rounds < 1)
  refuse(`--rounds must be a whole number from 1; received ${asked}.`);
else if (values.list) {
  for (const name of names) process.stdout.write(`${name}: ${(await loadCase(name)).title}\n`);
} else {
  for (const name of positionals.length > 0 ? positionals : names) {
    const bench = await loadCase(name);
    say(`${name}: ${bench.title}`);
    const before = load();
    const { peers, dispose } = await bench.prepare({ quick, photos: photos && resolve(photos) });
    try {
      const rows = await measure(peers, { rounds, warmUps: 1, say });
      const text = `## ${name}\n\n${bench.title}\n\n${table(rows, bench.unit)}\n\n${circumstances(rows, { rounds, before })}\n\n`;
      process.stdout.write(text);
      if (out !== undefined) appendFileSync(out, text);
    } finally {
      dispose?.();
    }
  }
}
