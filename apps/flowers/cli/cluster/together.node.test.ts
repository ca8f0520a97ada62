/** Two workers through the real command line on native TensorFlow: one process's history, and one sentence when one is lost. */
import { cp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { findNative } from "@flowers/backend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../test-support/run-cli";
import { runTogether, type WorkerResult } from "../../test-support/run-together";
import { makeTinyFolder, type TinyFolder } from "../../test-support/tiny-folder";
import { freePorts } from "./free-ports";

type History = Readonly<Record<string, readonly number[]>>;

const native = findNative();

/** One sentence and a remedy, not a stack trace. */
function expectSentence({ code, stderr }: WorkerResult, words: RegExp, exitCode = 75): void {
  const [sentence = "", ...rest] = stderr.trimEnd().split("\n");
  expect(sentence).toMatch(words);
  expect(sentence).toMatch(/^flowers: .*\.$/);
  expect(rest.length).toBeLessThanOrEqual(1);
  expect(code).toBe(exitCode);
}

describe.skipIf(!native)("two workers (native TensorFlow is not installed: skipped)", () => {
  let folder: TinyFolder;
  let whole: History;
  const at = (...names: string[]): string => join(folder.home, ...names);
  const options = (out: string, ...more: string[]): string[] => [
    ...["--data", folder.pictures, "--model", "augmented", "--epochs", "3"],
    ...["--image-size", "24", "--batch-size", "9", "--out", at(out), "--resume", ...more],
  ];
  const historyOf = async (out: string): Promise<History> =>
    JSON.parse(await readFile(at(out, "augmented", "history.json"), "utf8")) as History;

  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses"], 20, "png");
    const args = options("whole").filter((option) => option !== "--resume");
    const env = { FLOWERS_NATIVE: "", TF_CONFIG: "of somebody else, and no JSON" };
    const { code, stderr } = await runCli(["train", ...args], { env });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    whole = await historyOf("whole");
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  async function expectWholeHistory(out: string): Promise<void> {
    const history = await historyOf(out);
    for (const [name, values] of Object.entries(whole)) {
      expect(history[name]).toHaveLength(values.length);
      values.forEach((value, epoch) => expect(history[name]?.[epoch]).toBeCloseTo(value, 4));
    }
  }

  it("train as one process does, and only the chief writes", async () => {
    const before = new Set(await readdir(folder.home));
    const args = ["cluster", "--workers", "2", "train", ...options("both")];
    const { code, stdout, stderr } = await runCli(args, {
      cwd: folder.home,
      env: { FLOWERS_NATIVE: "" },
    });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\[0\] Worker 0 of 2: the chief/m);
    expect(stdout).toMatch(/^\[0\] Epoch 3\/3/m);
    expect(stdout).not.toMatch(/^\[1\] Epoch/m);
    expect((await readdir(folder.home)).filter((name) => !before.has(name))).toEqual(["both"]);
    await expectWholeHistory("both");
  });

  it.each(["SIGKILL", "SIGSTOP"] as const)(
    "end with one sentence after %s, and continue where they were",
    async (signal) => {
      const args = options(signal, "--cluster-timeout", "15");
      const [chief] = await runTogether([args, args], {
        at: { text: /Epoch 2\/3/, act: (workers) => workers[1]?.kill(signal) },
      });
      if (!chief) throw new Error("there was no chief");
      expectSentence(
        chief,
        signal === "SIGKILL" ? /[Ww]orker 1 at .* was lost/ : /stopped answering/,
      );
      const again = await runTogether([options(signal), options(signal)]);
      expect(again.map(({ code, stderr }) => [code, stderr])).toEqual([
        [0, ""],
        [0, ""],
      ]);
      await expectWholeHistory(signal);
    },
  );

  it.each([0, 1])("say that worker %d never started", async (absent) => {
    const args = options("absent", "--cluster-timeout", "2");
    const [result] = await runTogether([0, 1].map((index) => (index === absent ? null : args)));
    if (!result) throw new Error("there was no worker");
    expectSentence(
      result,
      new RegExp(`worker ${absent} at 127\\.0\\.0\\.1:\\d+ does not answer within 2 seconds`),
    );
  });

  it("say that a port is taken", async () => {
    const ports = await freePorts(2);
    const other = createServer().listen(ports[0]);
    const [result] = await runTogether([options("taken"), null], { ports });
    other.close();
    if (!result) throw new Error("there was no worker");
    expectSentence(result, new RegExp(`does not start on port ${ports[0]}`), 2);
  });

  it.each([
    ["another model", /the model of worker 1 differs/, ["--model", "baseline"]],
    ["fewer files", /the data of worker 1 differs?/, ["--data", "fewer"]],
  ])("say that one has %s", async (_, words, other) => {
    await cp(folder.pictures, at("fewer"), { recursive: true });
    await rm(at("fewer", "roses", "3.png"));
    const different = other.map((word) => (word === "fewer" ? at("fewer") : word));
    const results = await runTogether([options("different"), [...options("other"), ...different]]);
    for (const result of results) expectSentence(result, words, 2);
    await rm(at("different"), { recursive: true, force: true });
  });
});
