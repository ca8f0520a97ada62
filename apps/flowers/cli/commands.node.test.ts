/** What the command line says before it does anything: help, versions, and commands that it does not have. */
import { describe, expect, it } from "vitest";
import { runCli } from "../test-support/run-cli";

describe("flowers", () => {
  it("shows its help when it is given nothing, and trains nothing", async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: flowers");
    expect(stdout).toContain("flowers start");
    expect(stderr).toBe("");
  });

  it.each([
    ["trian", "train"],
    ["predit", "predict"],
    ["plto", "plot"],
    ["strat", "start"],
  ])("names the command nearest to %s", async (typed, nearest) => {
    const { code, stderr, stdout } = await runCli([typed, "--data", "x"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`unknown command '${typed}'`);
    expect(stderr).toContain(`Did you mean ${nearest}?`);
    expect(stdout).toBe("");
  });

  it.each([
    [["TRAIN"], "unknown command 'TRAIN'", "train"],
    [["Predict", "x.jpg"], "unknown command 'Predict'", "predict"],
    [["help", "trian"], "unknown command 'trian'", "train"],
    [["help", "PLOT"], "unknown command 'PLOT'", "plot"],
    [["version"], "unknown command 'version'", "--version"],
    [["-v"], "unknown option '-v'", "-V"],
  ])("names what %j is nearly", async (args, unknown, meant) => {
    const { code, stderr, stdout } = await runCli(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`error: ${unknown}\n(Did you mean ${meant}?)\n`);
  });

  it("has no nearest command for a word that is like none", async () => {
    const { code, stderr } = await runCli(["bouquet"]);
    expect(code).toBe(2);
    expect(stderr.trim()).toBe("error: unknown command 'bouquet'");
  });

  it.each(["--version", "-V"])("prints its version for %s", async (option) => {
    const { code, stdout } = await runCli([option]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(["start", "train", "evaluate", "predict", "plot", "doctor"])(
    "explains %s",
    async (command) => {
      const { code, stdout } = await runCli([command, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: flowers ${command}`);
      expect(stdout).not.toContain("default: false");
    },
  );

  it("refuses more than a command takes", async () => {
    const { code, stderr } = await runCli(["train", "photos"]);
    expect(code).toBe(2);
    expect(stderr).toContain("too many arguments for 'train'");
  });
});
