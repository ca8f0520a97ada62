/** `flowers predict`: every way to name a model and photos, what is printed, and what is refused. */
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, runCli } from "../test-support/run-cli";
import { runInside } from "../test-support/run-inside";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

interface Json {
  readonly predictions: readonly {
    readonly image: string;
    readonly label: string;
    readonly confidence: number;
    readonly chances: readonly number[];
    readonly top: readonly { readonly label: string; readonly probability: number }[];
  }[];
  readonly failures: readonly { readonly image: string; readonly error: string }[];
}

describe("flowers predict", () => {
  let folder: TinyFolder;
  let run: string;
  let photo: string;
  const predict = (...args: string[]): Promise<CliResult> =>
    runInside(["predict", "--backend", "wasm", ...args]);

  beforeAll(async () => {
    folder = await makeTinyFolder(["daisy", "roses", "tulips"], 8);
    run = join(folder.home, "run");
    photo = join(folder.pictures, "roses", "0.jpg");
    const small = ["--image-size", "16", "--batch-size", "8", "--epochs", "1"];
    const args = ["train", "--data", folder.pictures, "--out", run, "--backend", "wasm", ...small];
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    expect(stdout).toContain(`predict PHOTO --model ${run}`);
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  it("gives one answer for a run, its model's folder, its model.json and its .keras file", async () => {
    const models = [
      run,
      join(run, "augmented"),
      join(run, "augmented", "model.json"),
      join(run, "augmented", "model.keras"),
    ];
    const answers = await Promise.all(
      models.map(async (model) => {
        const args = ["predict", photo, "--model", model, "--backend", "wasm"];
        const { code, stdout, stderr } = await runCli(args); // four processes at once
        expect(stderr).toBe("");
        expect(code).toBe(0);
        return stdout.split("\n").find((line) => line.startsWith("This image"));
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/belongs to (daisy|roses|tulips) with a \d+\.\d\d percent/);
  });

  it("has the class names of a .keras file that was taken out of its folder", async () => {
    const alone = join(folder.home, "alone.keras");
    await cp(join(run, "augmented", "model.keras"), alone);
    const { stdout } = await predict(photo, "--model", alone);
    expect(stdout).toMatch(/belongs to (daisy|roses|tulips) /);
  });

  it("names the nearest model", async () => {
    const home = join(folder.home, "runs");
    await mkdir(home);
    await cp(run, join(home, "one"), { recursive: true });
    const one = await predict(photo, "--model", home);
    expect(one.code).toBe(2);
    expect(one.stderr).toContain(`Did you mean --model ${join(home, "one")}?`);
    await cp(run, join(home, "two"), { recursive: true });
    const two = await predict(photo, "--model", home);
    expect(two.stderr).toContain("Name one of the runs in it: one, two.");
    const none = await predict(photo, "--model", folder.pictures);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/holds no model\.\nExpected a run folder/);
    const missing = await predict(photo, "--model", join(folder.home, "gone"));
    expect(missing.stderr).toContain("does not exist");
    expect(missing.code).toBe(2);
  });

  it("refuses names and weights of two runs", async () => {
    const mixed = join(folder.home, "mixed");
    await cp(join(run, "augmented"), mixed, { recursive: true });
    const classes = join(mixed, "classes.json");
    await writeFile(classes, JSON.stringify({ classNames: ["a", "b", "c"] }));
    const { code, stderr } = await predict(photo, "--model", mixed);
    expect(stderr).toMatch(/was trained on daisy, roses, tulips, but .*names a, b, c/);
    expect(code).toBe(2);
  });

  it("says so when a model came without names, and reads those beside an older one", async () => {
    const old = join(folder.home, "old");
    await cp(join(run, "augmented"), old, { recursive: true });
    const json = JSON.parse(await readFile(join(old, "model.json"), "utf8")) as object;
    await writeFile(
      join(old, "model.json"),
      JSON.stringify({ ...json, userDefinedMetadata: undefined }),
    );
    expect((await predict(photo, "--model", old)).stdout).toMatch(
      /belongs to (daisy|roses|tulips) /,
    );
    await rename(join(old, "classes.json"), join(old, "other.json"));
    const { stdout } = await predict(photo, "--model", old);
    expect(stdout).toContain("came without class names");
    expect(stdout).toMatch(/belongs to class [012] /);
  });

  it("takes folders and several photos, and continues after bad ones", async () => {
    const bad = join(folder.home, "bad.jpg");
    await writeFile(bad, "not a picture");
    const { code, stdout, stderr } = await predict(
      ...[bad, folder.pictures, join(folder.home, "gone.png"), photo],
      ...["--model", run],
    );
    expect(code).toBe(1);
    expect(stderr).toContain("bad.jpg");
    expect(stderr).toContain("gone.png");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout.match(/belongs to/g)).toHaveLength(25);
    expect(stdout).toContain("25 of 27 photos were classified.");
  });

  it("exits with 2 when no photo could be used", async () => {
    const empty = join(folder.home, "empty");
    await mkdir(empty);
    const { code, stderr } = await predict(empty, "--model", run);
    expect(stderr).toContain("is a folder without photos");
    expect(code).toBe(2);
  });

  it("prints JSON and CSV of the top classes, and nothing else on stdout", async () => {
    const gone = join(folder.home, "gone.png");
    const args = [photo, gone, "--model", run, "--top", "2"];
    const json = await predict(...args, "--format", "json");
    const value = JSON.parse(json.stdout) as Json;
    const [prediction] = value.predictions;
    expect(value.failures).toEqual([
      { image: gone, error: expect.stringContaining("gone.png") as unknown },
    ]);
    expect(prediction?.top).toHaveLength(2);
    expect(prediction?.top[0]?.label).toBe(prediction?.label);
    expect(prediction?.chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);

    const csv = await predict(...args, "--format", "csv");
    const rows = csv.stdout.trimEnd().split("\n");
    expect(rows[0]).toBe("image,rank,label,probability,error");
    expect(rows).toHaveLength(4);
    expect(rows[1]).toBe(`${photo},1,${prediction?.label},${prediction?.confidence},`);
    expect(rows[3]).toMatch(/^[^,]*gone\.png,,,,/);
    expect(csv.code).toBe(1);
  });

  it("refuses models that cannot be loaded in a sentence with the file's name", async () => {
    const broken = join(folder.home, "broken.keras");
    await writeFile(broken, "PK\u0003\u0004 but not a zip");
    const { code, stderr } = await predict(photo, "--model", broken);
    expect(stderr).toContain("broken.keras");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
    const text = await predict(photo, "--model", photo);
    expect(text.stderr).toMatch(
      /expected a run folder, a model folder, a model\.json or a \.keras file/,
    );
    expect(text.code).toBe(2);
  });
});
