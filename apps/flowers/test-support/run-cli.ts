/** Runs the built command line as a user's shell would. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../bin/flowers.js", import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends the signal once when what was printed contains this text. */
  readonly interruptAt?: string | RegExp;
  /** Default SIGINT. */
  readonly signal?: "SIGINT" | "SIGTERM" | "SIGKILL";
}

/** Runs `flowers ...args` and waits for its end. Native TensorFlow is left alone: tests run on WebAssembly. */
export async function runCli(
  args: readonly string[],
  { cwd, env, interruptAt, signal = "SIGINT" }: CliOptions = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { ...process.env, INIT_CWD: undefined, FLOWERS_NATIVE: "off", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let interrupted = false;
    const interruptIfDue = (): void => {
      if (interruptAt === undefined || interrupted) return;
      if (stdout.search(interruptAt) < 0 && stderr.search(interruptAt) < 0) return;
      interrupted = true;
      child.kill(signal);
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      interruptIfDue();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      interruptIfDue();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
