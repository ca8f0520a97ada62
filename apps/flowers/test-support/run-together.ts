/** Runs several workers of a cluster as a supervisor would: a process each, with a `TF_CONFIG` each. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { freePorts } from "../cli/cluster/free-ports";
import type { CliResult } from "./run-cli";

const cli = fileURLToPath(new URL("../bin/flowers.js", import.meta.url));

export interface WorkerResult extends CliResult {
  /** Of the process, from its start to its end. */
  readonly seconds: number;
}

export interface TogetherOptions {
  /** Given by place; default free ones. */
  readonly ports?: readonly number[];
  /** Called once, when what the chief has printed matches. */
  readonly at?: { readonly text: RegExp; readonly act: (workers: readonly ChildProcess[]) => void };
}

/**
 * `flowers train --cluster ...args` for each worker; null leaves a place empty. Waits for the end of the first, then a little
 * for the others: SIGKILL ends those that are stopped.
 */
export async function runTogether(
  workers: readonly (readonly string[] | null)[],
  { ports, at }: TogetherOptions = {},
): Promise<WorkerResult[]> {
  const listened = ports ?? (await freePorts(workers.length));
  const worker = listened.map((port) => `127.0.0.1:${port}`);
  const children: ChildProcess[] = [];
  const results = workers.flatMap((args, index) => {
    if (args === null) return [];
    const env = { cluster: { worker }, task: { type: "worker", index } };
    const child = spawn(process.execPath, [cli, "train", "--cluster", ...args], {
      env: { ...process.env, INIT_CWD: undefined, TF_CONFIG: JSON.stringify(env) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    return [resultOf(child, index === 0 ? (printed) => actAt(printed) : () => undefined)];
  });
  let acted = false;
  const actAt = (printed: string): void => {
    if (acted || at?.text.test(printed) !== true) return;
    acted = true;
    at.act(children);
  };
  const [first] = results;
  if (first) await first;
  const timer = setTimeout(
    () => {
      for (const child of children) child.kill("SIGKILL");
    },
    at ? 1000 : 60_000,
  );
  const all = await Promise.all(results);
  clearTimeout(timer);
  return all;
}

function resultOf(
  child: ChildProcess,
  onPrinted: (printed: string) => void,
): Promise<WorkerResult> {
  const start = performance.now();
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk: Buffer) => {
      said[name] += chunk.toString();
      onPrinted(said.stdout);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, ...said, seconds: (performance.now() - start) / 1000 }),
    );
  });
}
