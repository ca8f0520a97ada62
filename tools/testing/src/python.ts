/** Pythons that tests ask: one with real Keras, one with onnxruntime. They are named by the environment, or absent. */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll } from "vitest";

/** A Python that has tools/golden/requirements.txt. */
export const kerasPython = process.env["KERAS_PYTHON"];

/** Where the scripts are that make models and numbers with it. */
export const goldenScripts = fileURLToPath(new URL("../../golden/scripts/", import.meta.url));

/** What it prints. @throws Error with the end of what it complains of */
export function runPython(python: string | undefined, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(python ?? "", args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return stdout;
}

/** What a script printed after `RESULT`, as JSON. */
export const resultOf = (output: string): unknown =>
  JSON.parse(output.slice(output.lastIndexOf("RESULT") + "RESULT".length));

const onnx = process.env["ONNX_PYTHON"] ?? kerasPython;

/** A Python that has onnxruntime 1.12 or later, or undefined. */
export const onnxPython =
  onnx !== undefined && spawnSync(onnx, ["-c", "import onnxruntime"]).status === 0
    ? onnx
    : undefined;

/**
 * A folder for the tests of the suite in which this is called, filled before them by a script of {@link goldenScripts} where there is
 * real Keras, and removed after them.
 *
 * @param given one that the script has filled before, to save its minutes: it is taken as it is
 */
export function folderFilledBy(
  script: string,
  given: string | undefined,
  ...args: readonly string[]
): string {
  if (given !== undefined) return given;
  const folder = join(tmpdir(), `flowers-keras-${randomUUID()}`);
  beforeAll(() => {
    mkdirSync(folder);
    if (kerasPython !== undefined)
      runPython(kerasPython, [join(goldenScripts, script), folder, ...args]);
    return () => rmSync(folder, { recursive: true });
  }, 1_800_000);
  return folder;
}
