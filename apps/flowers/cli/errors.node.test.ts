/** A user's mistake in every package, through the command line: a sentence, what to do, the exit code, and no stack. */
import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomRotation } from "@flowers/augmentation";
import { useBackend } from "@flowers/backend";
import { imageDatasetFromDirectory } from "@flowers/dataset";
import { readKeras } from "@flowers/keras-format";
import { threeBlockCnn } from "@flowers/model-zoo";
import { plotHistory } from "@flowers/plot";
import { PythonRandom } from "@flowers/random";
import { compile, TrainingError } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runCli } from "../test-support/run-cli";
import { runInside } from "../test-support/run-inside";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";
import type { Interruption } from "./interruption";
import { execute, makeProgram } from "./program";
import { Interrupted, UserError } from "./user-error";

describe("a mistake in", () => {
  beforeAll(() => tf.setBackend("cpu"));
  afterEach(() => vi.restoreAllMocks());

  /** Runs a command that makes the mistake; what it says on stderr, and its exit code. */
  async function run(
    mistake: () => unknown,
    interruption: Interruption = { signal: new AbortController().signal, finishing: "", kept: "" },
  ): Promise<{ readonly said: string; readonly code: number }> {
    let said = "";
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += String(text);
      return true;
    });
    const program = makeProgram(interruption);
    program.command("mistake").action(async () => {
      await mistake();
    });
    const code = await execute(program, interruption, ["mistake"]);
    return { said, code };
  }

  const model = (): tf.LayersModel =>
    tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });

  it.each<readonly [string, () => unknown, RegExp]>([
    ["random", () => new PythonRandom(1).randint(5, 1), /randint/],
    ["augmentation", () => randomRotation({ factor: Number.NaN }), /factor/],
    ["model-zoo", () => threeBlockCnn({ numClasses: 0 }), /numClasses/],
    ["training", () => compile(model(), { optimizer: "adamm" as "adam", loss: "mse" }), /adamm/],
    ["plot", () => plotHistory({ loss: ["a"] }), /loss/],
    ["backend", () => useBackend("abacus" as "wasm"), /abacus/],
    ["dataset", () => imageDatasetFromDirectory(join("/", "nowhere", "at-all")), /nowhere/],
    ["keras-format", () => readKeras(new Uint8Array([1, 2, 3, 4])), /readKeras/],
  ])("%s is a sentence with a remedy", async (_package, mistake, message) => {
    const { said, code } = await run(mistake);
    expect(said).toMatch(message);
    expect(said).toMatch(/^flowers: .+\n/);
    expect(said).not.toMatch(/^\s+at /m);
    const [sentence, remedy] = said.trimEnd().split("\n");
    expect(`${sentence} ${remedy ?? ""}`).toMatch(/[.!?"'\])}] ?\S?/);
    expect(remedy, "the remedy").toMatch(/\w.*\.$/);
    expect(code).toBe(2);
  });

  it("work that failed exits with 1, and a fault of ours shows where it happened", async () => {
    const failed = await run(() => {
      throw new TrainingError("loss-not-finite", "fit: the loss is NaN.");
    });
    expect(failed.code).toBe(1);
    expect(failed.said).toMatch(/^flowers: fit: the loss is NaN\.\n\w/);
    const bug = await run(() => {
      throw new TypeError("x is undefined");
    });
    expect(bug.code).toBe(1);
    expect(bug.said).toMatch(/TypeError: x is undefined\n\s+at /);
  });

  it("a stop is heard of, whatever the work throws because of it", async () => {
    const controller = new AbortController();
    const { said, code } = await run(
      () => {
        controller.abort(new Interrupted(143));
        throw new UserError("the download ended too early.");
      },
      { signal: controller.signal, finishing: "", kept: "All of it is kept." },
    );
    expect(said).toBe("flowers: Interrupted. All of it is kept.\n");
    expect(code).toBe(143);
  });
});

describe("a mistake on the command line", () => {
  let folder: TinyFolder;
  let run: string;
  let photo: string;
  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses"], 5);
    run = join(folder.home, "run");
    photo = join(folder.pictures, "roses", "0.jpg");
    const small = ["--image-size", "16", "--epochs", "1", "--backend", "wasm"];
    expect((await runCli(["train", "--data", folder.pictures, "--out", run, ...small])).code).toBe(
      0,
    );
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  async function refused(args: readonly string[], ...messages: readonly RegExp[]): Promise<void> {
    const { code, stderr } = await runInside(args);
    for (const message of messages) expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).toMatch(/^flowers: /);
    expect(code).toBe(2);
  }

  /** A copy of the trained model whose `model.json` or weights are spoilt. */
  async function spoilt(name: string, json: (text: string) => string): Promise<string> {
    const copy = join(folder.home, name);
    await cp(join(run, "augmented"), copy, { recursive: true });
    const path = join(copy, "model.json");
    const before = await readFile(path, "utf8");
    const after = json(before);
    await writeFile(path, after);
    return copy;
  }

  it("backend: one that this machine may not use, with the way to get it", () =>
    refused(
      ["train", "--data", folder.pictures, "--backend", "tensorflow", "--out", `${run}-2`],
      /FLOWERS_NATIVE/,
    ));

  it("dataset: a folder without images, named", async () => {
    const empty = join(folder.home, "empty");
    await mkdir(join(empty, "a"), { recursive: true });
    await refused(["train", "--data", empty, "--out", `${run}-3`], /empty/, /image/);
  });

  it("keras-format: a file that is not whole, named", async () => {
    const half = join(folder.home, "half.keras");
    const whole = await readFile(join(run, "augmented", "model.keras"));
    await writeFile(half, whole.subarray(0, whole.length / 2));
    await refused(["predict", photo, "--model", half], /half\.keras/);
  });

  it("augmentation: a layer of the model with a wrong factor, and the model's name", async () => {
    const copy = await spoilt("turned", (text) =>
      text.replaceAll('"factor":[-0.1,0.1]', '"factor":[3,1]'),
    );
    await refused(["predict", photo, "--model", copy], /turned/, /factor/);
  });

  it("model-zoo: a dropout of 5, and the model's name", async () => {
    const copy = await spoilt("dropped", (text) => text.replaceAll('"rate":0.2', '"rate":5'));
    await refused(["predict", photo, "--model", copy], /dropped/, /rate/);
  });

  it("training: weights that are not numbers", async () => {
    const copy = await spoilt("spoilt", (text) => text);
    const weights = join(copy, "weights.bin");
    const { size } = await stat(weights);
    await writeFile(weights, Buffer.from(new Float32Array(size / 4).fill(Number.NaN).buffer));
    await refused(["predict", photo, "--model", copy, "--backend", "wasm"], /is not finite/);
  });

  it("plot: a model in the place of a history, named", () =>
    refused(
      ["plot", join(run, "augmented", "model.json")],
      /model\.json" is not a training history/,
    ));
});
