/** A run that is killed with SIGKILL at random moments ends with the history and weights of one that was not. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resumableRun } from "./test-support/resumable-run";

const here = dirname(fileURLToPath(import.meta.url));
// Inside the package, so that the bundle finds its node_modules.
const outDir = resolve(here, `../../.vitest/resume-${process.pid}`);
// Twenty take minutes: FLOWERS_KILLS=20 asks for as many.
const leastKills = Number(process.env["FLOWERS_KILLS"] ?? 1);
let folder = "";

const program = `
import { writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { resumableRun } from "./resumable-run.js";
const [, , folder, out] = process.argv;
await tf.setBackend("cpu");
const onBatch = (count) => count === 1 && process.stdout.write("training\\n");
const result = await resumableRun({ folder, msPerBatch: 25, onBatch });
writeFileSync(out, JSON.stringify(result));
`;

/** Runs the program until it ends or, after so many milliseconds from its first batch, is killed. */
function runOnce(backup: string, out: string, killAfterMs: number | null): Promise<string | null> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(outDir, "main.mjs"), backup, out], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
    let timer: NodeJS.Timeout | undefined;
    child.stdout.once("data", () => {
      if (killAfterMs !== null) timer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    });
    child.on("error", fail);
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (signal === null && code !== 0) fail(new Error(stderr));
      else done(signal);
    });
  });
}

describe("BackupAndRestore", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "flowers-resume-"));
    await build({
      config: false,
      silent: true,
      clean: false,
      dts: false,
      entry: { "resumable-run": join(here, "test-support/resumable-run.ts") },
      outDir,
      format: "esm",
      platform: "node",
      target: "node20",
      noExternal: [/^@flowers\//, /^#platform$/],
      external: ["@tensorflow/tfjs"],
      esbuildOptions: (options) => {
        options.conditions = ["@flowers/source"];
      },
    });
    writeFileSync(join(outDir, "main.mjs"), program);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(outDir, { recursive: true, force: true });
  });

  it("survives kill -9 at random moments", async () => {
    const expected = JSON.parse(JSON.stringify(await resumableRun({ folder: null }))) as unknown;
    const backup = join(folder, "backup");
    const out = join(folder, "out.json");
    let kills = 0;
    let savedBeforeAKill = 0;
    for (let run = 0; kills < leastKills || savedBeforeAKill === 0; run++) {
      // Batches take 25 ms and more, a whole run 1.2 s; a save comes after every third batch. On a busy machine kills may
      // all come before the first save: later ones wait longer, so that one of them meets a saved run.
      for (let attempt = 0; attempt < 30 && !existsSync(out); attempt++) {
        const kill = attempt < 5 || savedBeforeAKill === 0;
        const delayMs = 100 + Math.random() * 400 + attempt * 100;
        const signal = await runOnce(backup, out, kill ? delayMs : null);
        if (signal === "SIGKILL") {
          kills += 1;
          if (existsSync(join(backup, "run-state.safetensors"))) savedBeforeAKill += 1;
        }
      }
      expect(JSON.parse(readFileSync(out, "utf8")), `run ${run}`).toEqual(expected);
      rmSync(out);
      // Removed once training ended in order, and with it what kills left of writes.
      expect(existsSync(backup)).toBe(false);
    }
    process.stdout.write(`${kills} kills, ${savedBeforeAKill} of them after a save\n`);
  }, 600_000);
});
