/** `flowers evaluate`: a model against folders of photos, and the photos that its run held back; unequal and copied photos. */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CliResult } from "../test-support/run-cli";
import { runInside } from "../test-support/run-inside";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

interface Evaluation {
  readonly photos: number;
  readonly accuracy: number;
  readonly temperature: number;
  readonly classNames: readonly string[];
  readonly classes: readonly { class: string; photos: number; precision: number; recall: number }[];
  readonly confusion: readonly (readonly number[])[];
  readonly failures: readonly { readonly image: string }[];
}

describe("flowers evaluate", () => {
  let folder: TinyFolder;
  let run: string;
  let other: string;
  let trained: CliResult;
  const evaluate = (...args: string[]): Promise<CliResult> =>
    runInside(["evaluate", "--backend", "wasm", ...args]);

  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses", "tulips"], 10);
    await rm(join(folder.pictures, "tulips", "9.jpg"));
    for (const name of ["copy1.jpg", "copy2.jpg"])
      // at least one pair falls apart, whatever the split
      await copyFile(join(folder.pictures, "roses", "0.jpg"), join(folder.pictures, "daisy", name));
    [run, other] = [join(folder.home, "run"), join(folder.home, "other-run")];
    trained = await runInside([
      ...["train", "--data", folder.pictures, "--out", run, "--backend", "wasm", "--epochs", "2"],
      ...[
        "--image-size",
        "16",
        "--split",
        "stratified",
        "--class-weights",
        "balanced",
        "--seed",
        "2",
      ],
    ]);
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  it("is told of small classes and of photos in both halves by train", async () => {
    expect(trained.code).toBe(0);
    expect(trained.stdout).toContain("Few photos: daisy (12), roses (10), tulips (9).");
    expect(trained.stdout).toMatch(/validation photos? (is|are) nearly the same as a training/);
    const pairs = JSON.parse(await readFile(join(run, "near-duplicates.json"), "utf8")) as {
      distance: number;
    }[];
    expect(pairs[0]?.distance).toBe(0);
    expect(trained.stdout).toContain("Too few validation photos (6, at least 20)");
  });

  it("judges the photos of --validation as the run did, with its temperature", async () => {
    const own = await makeTinyFolder(["daisy", "roses", "tulips"], 7);
    const { stdout: said } = await runInside([
      ...["train", "--data", folder.pictures, "--validation", own.pictures, "--out", other],
      ...["--backend", "wasm", "--epochs", "1", "--image-size", "16"],
    ]);
    expect(said).toContain("Confidence calibrated on the 21 validation photos");
    const { code, stdout, stderr } = await evaluate("--model", other, "--json");
    await rm(own.home, { recursive: true });
    expect(stderr).not.toContain("flowers:");
    expect(code).toBe(0);
    const value = JSON.parse(stdout) as Evaluation;
    const kept = JSON.parse(
      await readFile(join(other, "augmented", "validation.json"), "utf8"),
    ) as Evaluation & { calibration: { temperature: number } };
    expect(value.photos).toBe(21);
    expect(value.confusion).toEqual(kept.confusion);
    expect(value.accuracy).toBe(kept.accuracy);
    expect(value.temperature).toBe(kept.calibration.temperature);
    const file = join(other, "augmented", "model.keras");
    const again = await evaluate(folder.pictures, "--model", file, "--json");
    expect((JSON.parse(again.stdout) as Evaluation).temperature).toBe(value.temperature);
    const held = await evaluate("--model", run, "--json");
    expect((JSON.parse(held.stdout) as Evaluation).photos).toBe(6);
  });

  it("judges a folder of some of the classes, goes on after a bad file, and writes files", async () => {
    const few = join(folder.home, "few");
    await mkdir(join(few, "tulips"), { recursive: true });
    for (const name of ["0.jpg", "1.jpg"])
      await copyFile(join(folder.pictures, "tulips", name), join(few, "tulips", name));
    await writeFile(join(few, "tulips", "bad.jpg"), "not a picture");
    const out = join(folder.home, "judged");
    const { code, stdout, stderr } = await evaluate(few, "--model", run, "--out", out);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^flowers: ".*bad\.jpg" was left out: .*\n$/);
    expect(stdout).toMatch(/2 photos: accuracy [01]\.\d{4}, loss \d/);
    const value = JSON.parse(await readFile(join(out, "evaluation.json"), "utf8")) as Evaluation;
    expect(value.classes.map(({ photos }) => photos)).toEqual([0, 0, 2]);
    expect(value.failures.map(({ image }) => image)).toEqual([join(few, "tulips", "bad.jpg")]);
    const [head, ...rows] = (await readFile(join(out, "photos.csv"), "utf8")).trim().split("\n");
    expect(head).toBe("image,truth,guess,confidence");
    expect(rows.map((row) => row.split(",")[1])).toEqual(["tulips", "tulips"]);
    expect((await readFile(join(out, "confusion.png"))).subarray(1, 4).toString()).toBe("PNG");
    const csv = await evaluate(few, "--model", run, "--format", "csv");
    expect(csv.stdout.split("\n")[0]).toBe("class,photos,precision,recall,f1");
    expect(csv.stdout.trim().split("\n")).toHaveLength(4);
  });

  it("refuses strange classes, no photos, and a model of no run", async () => {
    const strange = await makeTinyFolder(["daisy", "sunflowers"], 1);
    const refused = async (args: string[], message: RegExp): Promise<void> => {
      const { code, stderr } = await evaluate(...args);
      expect(stderr).toMatch(message);
      expect(code).toBe(2);
    };
    await refused(
      [strange.pictures, "--model", run],
      /"sunflowers" in .* is not a class of the model/,
    );
    const alone = join(strange.home, "alone.keras");
    await copyFile(join(run, "augmented", "model.keras"), alone);
    await refused(["--model", alone], /is not of a run that held photos back/);
    const bad = join(strange.home, "bad", "daisy");
    await mkdir(bad, { recursive: true });
    await writeFile(join(bad, "0.jpg"), "not a picture");
    await refused([join(strange.home, "bad"), "--model", run], /was left out/);
    await rm(strange.home, { recursive: true });
    const weights = ["train", "--data", folder.pictures, "--class-weights", "violets=2"];
    const { code, stderr } = await runInside([...weights, "--out", join(folder.home, "w")]);
    expect(stderr).toContain('--class-weights: there is no class "violets".');
    expect(code).toBe(2);
    const both = ["train", "--data", folder.pictures, "--validation", folder.pictures];
    const split = await runInside([...both, "--split", "stratified"]);
    expect(split.stderr).toContain("--split: with --validation nothing is split.");
    expect(split.code).toBe(2);
  });
});
