/** Runs another program to its end. */
import { spawn } from "node:child_process";

/** What a program gave. */
export interface CommandResult {
  /** Exit code; -1 when it could not start or was killed. */
  readonly code: number;
  /** What it wrote to its output and error output, in order. */
  readonly output: string;
}

/** Options of {@link runCommand}. */
export interface CommandOptions {
  readonly signal?: AbortSignal | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
  readonly onOutput?: (text: string) => void;
}

/** The longest output kept, so that a program gone mad does not fill the memory. */
const maxOutputCharacters = 1_000_000;

/** Runs `command` and waits for it; never throws because of the program. */
export function runCommand(
  command: string,
  commandArguments: readonly string[],
  { signal, environment, timeoutMs, onOutput }: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((done) => {
    let output = "";
    const child = spawn(command, commandArguments, {
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      env: { ...process.env, ...environment },
      windowsHide: true,
    });
    const take = (chunk: Buffer): void => {
      const text = chunk.toString("utf8");
      if (output.length < maxOutputCharacters) output += text;
      onOutput?.(text);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => done({ code: -1, output: output || error.message }));
    child.on("close", (code) => done({ code: code ?? -1, output }));
  });
}
