/** The main job and its sub-commands on a folder of a few small pictures, as a user runs them. */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, runCli } from "../test-support/run-cli";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

const small = ["--backend", "wasm", "--image-size", "24", "--batch-size", "8"];

describe("flowers start", () => {
  let folder: TinyFolder;
  let run: string;
  let result: CliResult;
  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses", "tulips"], 10);
    run = join(folder.home, "run");
    result = await runCli([
      "start",
      "--data",
      folder.pictures,
      "--epochs",
      "2,3",
      "--out",
      run,
      ...small,
    ]);
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  it("ends well and tells the tutorial's story in order", () => {
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
    const places = [
      "Found 30 files belonging to 3 classes.",
      "Using 24 files for training.",
      "Using 6 files for validation.",
      "Class names: daisy, roses, tulips",
      "images [8, 24, 24, 3]",
      "minimum",
      "Total params:",
      "Epoch 2/2",
      "Epoch 3/3",
      "8. Classify a new photo",
      "This image most likely belongs to",
      "9. With what others have learned (beyond the tutorial)",
      "Features of 30 photos",
      "Too few validation photos (6, at least 20)",
    ].map((text) => result.stdout.indexOf(text));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(result.stdout).toMatch(
      /most likely belongs to (daisy|roses|tulips) with a \d+\.\d\d percent confidence\./,
    );
  });

  it("leaves pictures, histories, models and a report", async () => {
    for (const name of [
      "photos",
      "augmented",
      "curves",
      "baseline/curves",
      "augmented/curves",
      "baseline/confusion",
    ]) {
      expect((await readFile(join(run, `${name}.png`))).subarray(1, 4).toString(), name).toBe(
        "PNG",
      );
      expect(await readFile(join(run, `${name}.svg`), "utf8"), name).toContain("<svg");
    }
    const history = JSON.parse(
      await readFile(join(run, "augmented/history.json"), "utf8"),
    ) as Record<string, number[]>;
    expect(Object.keys(history)).toEqual(["accuracy", "loss", "val_accuracy", "val_loss"]);
    expect(history["loss"]).toHaveLength(3);
    const csv = await readFile(join(run, "baseline/history.csv"), "utf8");
    expect(csv.split("\n")[0]).toBe("epoch,accuracy,loss,val_accuracy,val_loss");
    expect(csv.trim().split("\n")).toHaveLength(3);
    for (const kind of ["baseline", "augmented", "efficientnet-lite0"]) {
      expect(existsSync(join(run, kind, "model.json"))).toBe(true);
    }
    const report = await readFile(join(run, "report.html"), "utf8");
    expect(report).not.toMatch(/(src|href)="https?:/);
    expect(report).toContain("Overfitting, before and after");
    expect(report).toContain("The worst mistakes");
    expect(report.split('<i style="width:')).toHaveLength(1 + 3);
  });

  it("gives the same history for the same seed", async () => {
    const again = join(folder.home, "again");
    const args = ["--data", folder.pictures, "--epochs", "2,3", "--no-transfer", "--out", again];
    await runCli(["start", ...args, ...small]);
    expect(existsSync(join(again, "efficientnet-lite0"))).toBe(false);
    for (const kind of ["baseline", "augmented"]) {
      expect(await readFile(join(again, kind, "history.json"), "utf8")).toBe(
        await readFile(join(run, kind, "history.json"), "utf8"),
      );
    }
  });

  it("predicts with the saved model what the run itself said", async () => {
    const photo = join(folder.pictures, "roses", "0.jpg");
    const { code, stdout } = await runCli([
      "predict",
      photo,
      "--model",
      join(run, "augmented"),
      "--backend",
      "wasm",
      "--json",
    ]);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as {
      classNames: string[];
      predictions: { chances: number[]; label: string }[];
    };
    expect(answer.classNames).toEqual(["daisy", "roses", "tulips"]);
    const [prediction] = answer.predictions;
    expect(prediction?.chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(answer.classNames).toContain(prediction?.label);
  });

  it("plots a history in the terminal and into a file", async () => {
    const text = await runCli(["plot", join(run, "augmented/history.json")]);
    expect(text.code).toBe(0);
    expect(text.stdout).toContain("Training and Validation Loss");
    const out = join(folder.home, "curves.png");
    expect((await runCli(["plot", join(run, "baseline/history.csv"), "--out", out])).code).toBe(0);
    expect((await readFile(out)).subarray(1, 4).toString()).toBe("PNG");
  });

  it("prints one JSON document with --json", async () => {
    const { code, stdout } = await runCli([
      "train",
      "--data",
      folder.pictures,
      "--model",
      "baseline",
      "--epochs",
      "1",
      "--out",
      join(folder.home, "json"),
      "--json",
      ...small,
    ]);
    expect(code).toBe(0);
    const value = JSON.parse(stdout) as { backend: string; history: Record<string, number[]> };
    expect(value.backend).toBe("wasm");
    expect(value.history["loss"]).toHaveLength(1);
  });

  it("keeps history and checkpoint when it is interrupted, and exits with 130", async () => {
    const out = join(folder.home, "interrupted");
    const stopped = await runCli(
      ["start", "--data", folder.pictures, "--epochs", "500", "--out", out, ...small],
      { interruptAt: /Epoch 3\/500/ },
    );
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).not.toContain(" at ");
    const history = JSON.parse(
      await readFile(join(out, "baseline/history.json"), "utf8"),
    ) as Record<string, number[]>;
    expect(history["loss"]?.length).toBeGreaterThanOrEqual(2);
    expect(existsSync(join(out, "baseline/checkpoint/model.json"))).toBe(true);
  });
});
