/** Runs the built command line as a user's shell would. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../bin/flowers.js", import.meta.url));
const signalSelf = new URL("signal-self.mjs", import.meta.url).href;

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The process gets the signal once, at the moment when what it has printed matches. */
  readonly interruptAt?: RegExp;
  /** Default SIGINT. */
  readonly signal?: "SIGINT" | "SIGTERM" | "SIGKILL";
}

/** Runs `flowers ...args` and waits for its end. Native TensorFlow is left alone: tests run on WebAssembly. */
export async function runCli(
  args: readonly string[],
  { cwd, env, interruptAt, signal = "SIGINT" }: CliOptions = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const { source = "", flags = "" } = interruptAt ?? {};
    const preload = interruptAt ? ["--import", signalSelf] : [];
    const child = spawn(process.execPath, [...preload, cli, ...args], {
      cwd,
      env: {
        ...process.env,
        INIT_CWD: undefined,
        FLOWERS_NATIVE: "off",
        FLOWERS_TEST_SIGNAL: interruptAt && JSON.stringify({ signal, source, flags }),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => void (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
