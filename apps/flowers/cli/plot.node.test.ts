/** `flowers plot`: every run is drawn under a name of its own, and what is not a history is refused by name. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInside } from "../test-support/run-inside";
import { distinctNames } from "./data/histories";

describe("flowers plot", () => {
  let home: string;
  const history = (loss: number): string =>
    JSON.stringify({ accuracy: [0.2, 0.6], loss: [loss, 0.9], val_loss: [1.7, 1.2] });
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "flowers-plot-"));
    for (const [name, loss] of [
      ["a/baseline", 1.5],
      ["a/augmented", 1.6],
      ["b/baseline", 1.7],
    ] as const) {
      await mkdir(join(home, name), { recursive: true });
      await writeFile(join(home, name, "history.json"), history(loss));
    }
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it("takes run folders and draws runs of one name under two", async () => {
    const out = join(home, "both.json");
    const { code, stderr } = await runInside([
      "plot",
      join(home, "a"),
      join(home, "b"),
      "--out",
      out,
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const spec = await readFile(out, "utf8");
    for (const name of ["a/baseline", "augmented", "b/baseline"]) expect(spec).toContain(name);
  });

  it("draws the same file twice when it is named twice", async () => {
    const file = join(home, "a/baseline/history.json");
    const out = join(home, "twice.json");
    expect((await runInside(["plot", file, file, "--out", out])).code).toBe(0);
    const spec = await readFile(out, "utf8");
    expect(spec).toContain("baseline (2)");
  });

  it.each([
    ["list.json", "[]", "expected an object"],
    ["word.json", '{"loss":[1,"a"]}', "must be a number"],
    ["model.json", '{"modelTopology":{"class_name":"Sequential"},"format":"layers-model"}', ""],
    ["half.json", '{"loss":[1,', "not valid JSON"],
    ["nothing.json", "", "the file is empty"],
    ["none.json", "{}", ""],
    ["early.json", '{"loss":[]}', "holds no epoch yet"],
    ["header.csv", "epoch,accuracy,loss,val_accuracy,val_loss\n", "header"],
    ["empty.csv", "", "the file is empty"],
    ["blank.csv", "\n\n", "the file is empty"],
    ["ragged.csv", "epoch,loss\n0,1,2\n", ""],
  ])("refuses %s with %j", async (name, content, reason) => {
    const file = join(home, name);
    await writeFile(file, content);
    const { code, stdout, stderr } = await runInside(["plot", file]);
    expect(stderr).toContain(`"${file}"`);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  it("refuses pipes and devices, which may never answer or never end", async (context) => {
    const pipe = join(home, "pipe.json");
    const made = spawnSync("mkfifo", [pipe]);
    context.skip(made.status !== 0, "this system has no mkfifo");
    const folder = join(home, "c", "baseline");
    await mkdir(folder, { recursive: true });
    await symlink("/dev/zero", join(folder, "history.json"));
    for (const [path, what] of [
      [pipe, "a pipe"],
      ["/dev/zero", "a device"],
      [folder, "a device"],
    ] as const) {
      const { code, stderr } = await runInside(["plot", path]);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        new RegExp(`^flowers: plot: "${path}.*" is ${what}, not a file\\.\n$`),
      );
    }
  });

  it("refuses missing files, folders without a run, and other endings", async () => {
    const gone = await runInside(["plot", join(home, "gone.json")]);
    expect(gone.stderr).toContain('gone.json" does not exist');
    expect(gone.code).toBe(2);
    await mkdir(join(home, "empty"));
    const empty = await runInside(["plot", join(home, "empty")]);
    expect(empty.stderr).toContain("is not the folder of a run");
    expect(empty.code).toBe(2);
    const pdf = await runInside(["plot", join(home, "a"), "--out", "curves.pdf"]);
    expect(pdf.stderr).toContain("ending in .svg, .png or .json");
    expect(pdf.code).toBe(2);
  });
});

describe("distinctNames", () => {
  it.each([
    [["/x/baseline/history.json"], ["baseline"]],
    [
      ["/a/baseline/history.json", "/b/baseline/history.json"],
      ["a/baseline", "b/baseline"],
    ],
    [
      ["/a/x/h.csv", "/a/y/h.csv", "/a/k.csv"],
      ["x/h", "y/h", "k"],
    ],
    [
      ["/a/log.csv", "/a/log.csv"],
      ["log", "log (2)"],
    ],
    [
      ["/a/b/c.csv", "/b/c.csv"],
      ["a/b/c", "b/c"],
    ],
  ])("names %j", (files, names) => {
    expect(distinctNames(files)).toEqual(names);
  });
});
