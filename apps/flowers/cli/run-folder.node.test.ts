/** A run folder is of one run: what is in the way of a new one, and what happens to it. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../test-support/run-cli";
import { makeTinyFolder, type TinyFolder } from "../test-support/tiny-folder";

const small = ["--backend", "wasm", "--image-size", "16", "--batch-size", "8", "--epochs", "1"];

describe("--out", () => {
  let first: TinyFolder;
  let second: TinyFolder;
  let out: string;
  const train = (pictures: string, ...more: string[]): string[] => [
    ...["train", "--model", "baseline", "--data", pictures, "--out", out, ...small, ...more],
  ];
  const namesIn = async (folder: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, "baseline", "classes.json"), "utf8"));

  beforeAll(async () => {
    first = await makeTinyFolder(["daisy", "roses"], 10);
    second = await makeTinyFolder(["tulips", "sunflowers"], 10);
    out = join(first.home, "run");
    expect((await runCli(train(first.pictures))).code).toBe(0);
  });
  afterAll(async () => {
    for (const { home } of [first, second]) await rm(home, { recursive: true, force: true });
  });

  it.each(["train", "start"])(
    "refuses a folder with a run in it (%s), and leaves it",
    async (command) => {
      const before = await readFile(join(out, "run.json"), "utf8");
      const args = [command, "--data", second.pictures, "--out", out, ...small];
      const { code, stderr } = await runCli(args);
      expect(stderr).toContain(`--out: "${out}" is not empty: it holds a run.`);
      expect(stderr).toMatch(/--resume.*--overwrite/);
      expect(code).toBe(2);
      expect(await readFile(join(out, "run.json"), "utf8")).toBe(before);
      const photo = join(first.pictures, "roses", "0.jpg");
      const answer = await runCli(["predict", photo, "--model", out, "--backend", "wasm"]);
      expect(answer.stdout).toMatch(/belongs to (daisy|roses) /);
    },
  );

  it("replaces a run as a whole with --overwrite, but only once the new one begins", async () => {
    const wrong = await runCli(train(join(first.home, "nowhere"), "--overwrite"));
    expect(wrong.code).toBe(2);
    expect(await namesIn(out)).toEqual({ classNames: ["daisy", "roses"] });
    const killed = train(second.pictures, "--overwrite");
    await runCli(killed, { interruptAt: /Layer \(type\)/, signal: "SIGKILL" });
    expect(await readdir(join(out, "baseline")).catch(() => [])).not.toContain("model.json");
    expect((await runCli(train(second.pictures, "--overwrite"))).code).toBe(0);
    expect(await namesIn(out)).toEqual({ classNames: ["sunflowers", "tulips"] });
    expect((await readdir(first.home)).filter((name) => name.includes("replaced"))).toEqual([]);
  });

  it("never removes what is not a run", async () => {
    const own = join(first.home, "own");
    await mkdir(own);
    await writeFile(join(own, "thesis.txt"), "years of work");
    for (const option of [[], ["--overwrite"]]) {
      const args = [...train(first.pictures), "--out", own, ...option];
      const { code, stderr } = await runCli(args);
      expect(stderr).toMatch(/is not empty/);
      expect(code).toBe(2);
    }
    expect(await readFile(join(own, "thesis.txt"), "utf8")).toBe("years of work");
  });

  it("takes an empty folder, and one with hidden files only", async () => {
    const empty = join(first.home, "empty");
    await mkdir(empty);
    await writeFile(join(empty, ".DS_Store"), "");
    expect((await runCli([...train(first.pictures), "--out", empty])).code).toBe(0);
  });
});
