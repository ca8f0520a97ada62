/** The command line: what it says, what it writes, and how it refuses. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommandLine } from "./cli";
import { loadKeras } from "./index";
import { kindsIn, predict, worstDifference } from "@flowers-tools/testing/keras-models";

const fixtures = fileURLToPath(new URL("./fixtures/kinds/", import.meta.url));
const old = fileURLToPath(new URL("./fixtures/keras2/", import.meta.url));
let folder = "";

beforeAll(async () => {
  await tf.setBackend("cpu");
  folder = await mkdtemp(join(tmpdir(), "flowers-keras-format-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ["", ""];
  const code = await runCommandLine(words, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
  });
  return { code, out, error };
}

it("says what is in a file", async () => {
  const { code, out } = await run("inspect", join(fixtures, "functional.keras"));
  expect(code).toBe(0);
  expect(out).toContain("residual (Functional), saved by Keras 3.15.1");
  expect(out).toMatch(/conv2d\S* +Conv2D +112 +\[3,3,3,4\] \[4\]/);
  expect(out).toContain("284 parameters");
  const json = await run("inspect", join(fixtures, "mixed_precision.keras"), "--json");
  const found = JSON.parse(json.out) as { parameters: number; notes: { kind: string }[] };
  expect(found.parameters).toBe(143);
  expect(new Set(found.notes.map(({ kind }) => kind))).toEqual(new Set(["note"]));
  const adam = await run("inspect", join(fixtures, "optimizer_adam.keras"));
  expect(adam.out).toContain("optimizer: Adam, 2 steps, learning rate 0.0099");
});

it("converts between the formats without changing what the model predicts", async () => {
  const [name, kind] =
    Object.entries(kindsIn(old).models).find(([each]) => each === "functional") ?? [];
  if (!kind || name === undefined) throw new Error("there is no such fixture");
  const [keras, json, h5, onnx, weights, tensors] = [
    "keras",
    "json",
    "h5",
    "onnx",
    "weights.h5",
    "safetensors",
  ].map((each) => join(folder, `m.${each}`)) as [string, string, string, string, string, string];
  for (const [from, to] of [
    [join(old, "functional.h5"), keras],
    [keras, json],
    [json, h5],
    [h5, onnx],
    [keras, weights],
    [keras, tensors],
  ] as const) {
    const { code, error, out } = await run("convert", from, to);
    expect([code, error]).toEqual([0, ""]);
    expect(out).toContain("284 parameters");
  }
  for (const path of [keras, h5]) {
    const model = await loadKeras(await readFile(path));
    expect(worstDifference(predict(model, kind), kind)).toBeLessThan(1e-5);
    model.dispose();
  }
});

it("refuses in one sentence, with the exit code that fits", async () => {
  const odd = join(folder, "odd.keras");
  await writeFile(odd, "not a zip");
  for (const [words, code] of [
    [["inspect", join(folder, "missing.keras")], 1],
    [["inspect", odd], 1],
    [["inspect"], 2],
    [["inspect", odd, "--lenient"], 2],
    [["turn", odd], 2],
    [["convert", odd, join(folder, "m.txt")], 2],
    [["convert", join(folder, "m.txt"), odd], 2],
  ] as const) {
    const found = await run(...words);
    expect(found.code, words.join(" ")).toBe(code);
    expect(found.error).toMatch(/^keras-format: [^\n]+\n$/);
    expect(found.out).toBe("");
  }
  const members = unzipSync(await readFile(join(fixtures, "functional.keras")));
  const text = new TextDecoder().decode(members["config.json"]);
  const penalty = '"kernel_regularizer": {"class_name": "Mine", "config": {}}';
  const config = new TextEncoder().encode(text.replace('"kernel_regularizer": null', penalty));
  await writeFile(odd, zipSync({ ...members, "config.json": config }));
  const strict = await run("convert", odd, join(folder, "m.keras"));
  expect([strict.code, strict.out]).toEqual([1, ""]);
  expect(strict.error).toMatch(/Pass --lenient to continue without it\.\n$/);
  expect((await run("convert", odd, join(folder, "m.keras"), "--lenient")).code).toBe(0);
  expect((await run("--help")).code).toBe(0);
});
