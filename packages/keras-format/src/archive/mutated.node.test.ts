/** Two thousand damaged files: each is read, or refused in one sentence, soon and in little memory. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { unzipSync, zipSync } from "fflate";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { carryReport, KerasFormatError, readKeras, toLayersModel } from "../index";

const fixture = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url))));

/** Numerical Recipes' generator: the same bytes each time. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Draw = (below: number) => number;

/** Some bytes changed, the end cut off, or a part doubled. */
function damaged(bytes: Uint8Array, draw: Draw): Uint8Array {
  const copy = bytes.slice();
  const kind = draw(10);
  if (kind === 0) return copy.subarray(0, draw(copy.length));
  if (kind === 1) copy.copyWithin(draw(copy.length), draw(copy.length), draw(copy.length));
  else for (let i = 0; i <= draw(8); i++) copy[draw(copy.length)] = draw(256);
  return copy;
}

const odd = ["null", "-1", "1e9", "[]", "{}", '"x"', "true", "[null,1]", "1e999", "0.5"];

/** A configuration with one value, key or piece of another put in its place. */
function damagedText(bytes: Uint8Array, draw: Draw): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const values = [...text.matchAll(/:(-?\d[\d.e+-]*|"[^"]*"|\[[^\][]*\]|null|true|false)/g)];
  const found = values[draw(values.length)];
  const at = found?.index ?? 0;
  const other =
    draw(3) === 0 ? (values[draw(values.length)]?.[1] ?? "1") : (odd[draw(odd.length)] ?? "");
  return new TextEncoder().encode(
    text.slice(0, at + 1) + other + text.slice(at + (found?.[0].length ?? 0)),
  );
}

const originals = [
  "models/adam.keras",
  "kinds/functional.keras",
  "kinds/nested.keras",
  "kinds/operations.keras",
  "kinds/gated.keras",
  "kinds/normalizing.keras",
  "kinds/half_precision.keras",
  "kinds/brain_precision.keras",
  "keras2/nested.h5",
  "keras2/expressions.h5",
];

beforeAll(async () => {
  await tf.setBackend("cpu");
});

it(
  "never crashes, hangs or takes much memory on 2,000 damaged files",
  { timeout: 600_000 },
  async () => {
    const draw = generator(2026);
    const files = await Promise.all(originals.map(fixture));
    const outcomes = { read: 0, refused: 0 };
    const most = { ms: 0, rss: 0 };
    let before = 0;
    for (let round = 0; round < 2_000; round++) {
      const original = files[round % files.length] ?? new Uint8Array();
      let bytes = damaged(original, draw);
      if (original[0] === 0x50 && draw(4) > 0) {
        const members = unzipSync(original);
        const [name, damage] =
          draw(2) === 0
            ? (["config.json", damagedText] as const)
            : (["model.weights.h5", damaged] as const);
        bytes = zipSync(
          { ...members, [name]: damage(members[name] ?? new Uint8Array(), draw) },
          { level: 0 },
        );
      }
      // Of this process's own work: what else the machine does is no fault of the file.
      const start = process.cpuUsage();
      try {
        const file = await readKeras(bytes);
        carryReport(file);
        toLayersModel(file, { strict: false }).dispose();
        outcomes.read++;
      } catch (error) {
        if (!KerasFormatError.is(error))
          throw new Error(`round ${round}: ${String(error)}`, { cause: error });
        expect(error.message).not.toMatch(/\n|\[object|undefined/);
        outcomes.refused++;
      }
      const { user, system } = process.cpuUsage(start);
      most.ms = Math.max(most.ms, (user + system) / 1000);
      if (round === 50) before = process.memoryUsage().rss; // tfjs, HDF5 and the fixtures are loaded by then
      if (round > 50) most.rss = Math.max(most.rss, process.memoryUsage().rss - before);
    }
    expect(outcomes.read + outcomes.refused).toBe(2_000);
    expect(outcomes.refused).toBeGreaterThan(1_000);
    expect(most.ms).toBeLessThan(2_000);
    expect(most.rss / 1024 ** 2).toBeLessThan(300);
  },
);
