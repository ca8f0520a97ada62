/** Runs that are stopped or killed anywhere, and continued: they end as the unbroken run does, to the last bit. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeSafetensors } from "@flowers/files";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../test-support/run-cli";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

const small = ["--backend", "wasm", "--image-size", "24", "--batch-size", "8"];

describe("--resume", () => {
  let folder: TinyFolder;
  const at = (...names: string[]): string => join(folder.home, ...names);
  const read = (...names: string[]): Promise<string> => readFile(at(...names), "hex");
  const train = (out: string): string[] => [
    ...["train", "--data", folder.pictures, "--model", "augmented", "--epochs", "5"],
    ...["--out", at(out), ...small],
  ];

  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses"], 20);
    const { code, stderr } = await runCli(train("whole"));
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  async function expectLikeTheWholeRun(out: string): Promise<void> {
    for (const name of ["history.json", "history.csv", "weights.bin"])
      expect(await read(out, "augmented", name), name).toBe(await read("whole", "augmented", name));
    expect(existsSync(at(out, "augmented", "backup"))).toBe(false);
  }

  it.each([
    ["SIGINT", 130, 1],
    ["SIGTERM", 143, 4],
  ] as const)("continues after %s in the middle of training", async (signal, code, epoch) => {
    const interruptAt = new RegExp(`Epoch ${epoch}/5`);
    const stopped = await runCli(train(signal), { interruptAt, signal });
    expect(stopped.code).toBe(code);
    const saved = await readFile(at(signal, "augmented", "backup", "run-state.safetensors"));
    const { trainer } = decodeSafetensors(saved).document as {
      readonly trainer: { readonly epoch: number; readonly batch: number };
    };
    // The batch under way was the last one, and it is kept; a busy machine may bring the signal a little late.
    expect(4 * trainer.epoch + trainer.batch).toBeGreaterThan(4 * (epoch - 1));
    expect(stopped.stderr).toContain("Stopping after this batch");
    expect(stopped.stderr).toContain(`What was done is kept in ${at(signal)}`);
    expect(stopped.stderr).toContain(`flowers train --resume --out ${at(signal)}`);
    const photo = join(folder.pictures, "roses", "0.jpg");
    const answer = await runCli(["predict", photo, "--model", at(signal), "--backend", "wasm"]);
    expect(answer.code).toBe(0);
    expect(answer.stdout).toMatch(/training was stopped[^]*belongs to (daisy|roses)/);
    const continued = await runCli([...train(signal), "--resume"]); // the same command
    expect(continued.stderr).toBe("");
    expect(continued.code).toBe(0);
    await expectLikeTheWholeRun(signal);
  });

  it.each([/Layer \(type\)/, /Epoch 1\/5/, /Epoch 3\/5/, /The model, its history/])(
    "continues after a kill at %s, and never has half a model",
    async (interruptAt) => {
      const out = `killed-${interruptAt.source.replaceAll(/\W/g, "")}`;
      await runCli(train(out), { interruptAt, signal: "SIGKILL" });
      const photo = join(folder.pictures, "roses", "0.jpg");
      const answer = await runCli(["predict", photo, "--model", at(out), "--backend", "wasm"]);
      expect(answer.stderr).not.toMatch(/^\s+at /m);
      if (answer.code === 0) expect(answer.stdout).toMatch(/belongs to (daisy|roses) /);
      else expect(answer.stderr).toMatch(/holds no model|does not exist/);
      const continued = await runCli(["train", "--resume", "--out", at(out)]);
      expect(continued.stderr).toBe("");
      expect(continued.code).toBe(0);
      await expectLikeTheWholeRun(out);
    },
  );

  it("drops what a killed run logged of an epoch that it has to train again", async () => {
    await runCli(train("logged"), { interruptAt: /Epoch 4\/5/ });
    const csv = at("logged", "augmented", "history.csv");
    const rows = (await readFile(csv, "utf8")).trimEnd().split("\n");
    await writeFile(csv, [...rows, `${rows.length - 1},0.5,0.5,0.5,0.5`, ""].join("\n"));
    expect((await runCli(["train", "--resume", "--out", at("logged")])).code).toBe(0);
    await expectLikeTheWholeRun("logged");
  });

  it("continues the latest unfinished run when no folder is named", async () => {
    const args = train("unused").filter((arg, i, all) => arg !== "--out" && all[i - 1] !== "--out");
    await runCli(args, { cwd: folder.home, interruptAt: /Epoch 2\/5/ });
    expect(existsSync(at("runs", "augmented", "run.json"))).toBe(true);
    const continued = await runCli(["train", "--resume"], { cwd: folder.home });
    expect(continued.code).toBe(0);
    await expectLikeTheWholeRun(join("runs", "augmented"));
    const again = await runCli(["train", "--resume"], { cwd: folder.home });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("there is no unfinished run of flowers train");
  });

  it("lets one of two processes continue a run, and tells the other one", async () => {
    await runCli(train("shared"), { interruptAt: /Epoch 2\/5/ });
    const args = ["train", "--resume", "--out", at("shared")];
    const results = await Promise.all([runCli(args), runCli(args)]);
    const [done, refused] = results.sort((a, b) => (a.code ?? 9) - (b.code ?? 9));
    expect(refused?.stderr).toMatch(
      /^flowers: ".*shared" is in use by another flowers command \(process \d+\)\.\n/,
    );
    expect(refused?.code).toBe(2);
    expect(done?.stderr).toBe("");
    expect(done?.code).toBe(0);
    await expectLikeTheWholeRun("shared");
  });

  it("says that a finished run is finished", async () => {
    const { code, stdout } = await runCli(["train", "--resume", "--out", at("whole")]);
    expect(code).toBe(0);
    expect(stdout).toContain("It is finished already.");
  });

  it("refuses other settings, another command and other photos", async () => {
    const refused = async (args: readonly string[], message: RegExp): Promise<void> => {
      const { code, stderr } = await runCli([...args, "--resume", "--out", at("other")]);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(code).toBe(2);
    };
    await runCli(train("other"), { interruptAt: /Epoch 2\/5/ });
    await refused(["train", "--seed", "7"], /was begun with --seed 123\./);
    await refused(
      ["train", "--epochs", "9", "--model", "baseline"],
      /--model augmented, --epochs 5/,
    );
    await refused(
      ["start"],
      /was begun with flowers train\.\nContinue it with: flowers train --resume/,
    );
    const extra = join(folder.pictures, "roses", "extra.jpg");
    await writeFile(extra, await readFile(join(folder.pictures, "roses", "0.jpg")));
    await refused(["train"], /other file names|40 files then, 41 now/);
    await rm(extra);
    await mkdir(at("empty"));
    const { code, stderr } = await runCli(["train", "--resume", "--out", at("empty")]);
    expect(stderr).toContain(`--resume: there is no run in "${at("empty")}".`);
    expect(code).toBe(2);
    const both = await runCli(["train", "--resume", "--overwrite", "--out", at("other")]);
    expect(both.stderr).toContain("cannot be used with");
    expect(both.code).toBe(2);
  });

  it("continues the whole tutorial in its second model", async () => {
    const start = (out: string): string[] => [
      ...["start", "--data", folder.pictures, "--epochs", "2,4", "--no-transfer"],
      ...["--out", at(out), ...small],
    ];
    expect((await runCli(start("story"))).code).toBe(0);
    const stopped = await runCli(start("halves"), { interruptAt: /Epoch 2\/4/ });
    expect(stopped.code).toBe(130);
    const continued = await runCli(["start", "--resume", at("halves")]);
    expect(continued.stderr).toBe("");
    expect(continued.code).toBe(0);
    for (const kind of ["baseline", "augmented"]) {
      for (const name of ["history.json", "history.csv", "weights.bin", "validation.json"])
        expect(await read("halves", kind, name), name).toBe(await read("story", kind, name));
    }
    expect(existsSync(at("halves", "report.html"))).toBe(true);
  });
});
