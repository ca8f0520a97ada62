/**
 * Runs a command in the test's own process, on the sources: for many mistakes that are refused at once, each of which would
 * cost a new process half a second. One after the other; what needs a shell, a signal or a clean process takes `runCli`.
 */
import { vi } from "vitest";
import type { Interruption } from "../cli/interruption";
import { execute, makeProgram } from "../cli/program";
import type { CliResult } from "./run-cli";

export async function runInside(args: readonly string[]): Promise<CliResult> {
  vi.stubEnv("FLOWERS_NATIVE", "off");
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said[stream] += typeof text === "string" ? text : Buffer.from(text).toString();
      return true;
    }),
  );
  const interruption: Interruption = {
    signal: new AbortController().signal,
    finishing: "",
    kept: "",
  };
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  try {
    const code = await execute(makeProgram(interruption), interruption, args);
    return { code, ...said };
  } finally {
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
