/** Runs all workers of a cluster on this machine: they begin together, and the end of one that failed is the end of all. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Interruption } from "../interruption";
import type { Interrupted } from "../user-error";
import { freePorts } from "./free-ports";
import { prefixLines } from "./prefixed-lines";

/** The others learn by themselves that one was lost, and say so; one that computes, loads or is frozen may not. */
const defaultGrace: Grace = { beforeAskedMs: 5_000, beforeKilledMs: 5_000 };

/** What the others are given when one has failed. */
export interface Grace {
  /** To end by themselves. */
  readonly beforeAskedMs: number;
  /** To end after they were asked to. */
  readonly beforeKilledMs: number;
}

export interface WorkersOptions {
  readonly workers: number;
  /** Of `flowers train`. */
  readonly options: readonly string[];
  readonly interruption: Interruption;
  readonly grace?: Grace;
}

/** How a worker ended. */
interface Ending {
  readonly index: number;
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts the workers and waits for the end of all. Signals go on to them; if this process is killed, they stop.
 *
 * @returns the exit code of the first that failed, or 0
 */
export async function runWorkers({
  workers,
  options,
  interruption,
  grace = defaultGrace,
}: WorkersOptions): Promise<number> {
  const ports = await freePorts(workers);
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  const children = addresses.map((_, index) => start(addresses, index, options));
  const { signal } = interruption;
  const passOn = (): void => {
    const name = (signal.reason as Interrupted).exitCode === 143 ? "SIGTERM" : "SIGINT";
    for (const child of children) child.kill(name);
  };
  signal.addEventListener("abort", passOn);
  if (signal.aborted) passOn();
  const endings = children.map((child, index) => endOf(child, index));
  const first = await Promise.race([...endings.map(failed), Promise.all(endings).then(() => null)]);
  if (first && !signal.aborted) await endOthers(children, endings, grace);
  await Promise.all(endings);
  signal.removeEventListener("abort", passOn);
  // The chief has told of the stop and of what is kept.
  if (signal.aborted) return (signal.reason as Interrupted).exitCode;
  if (first) tell(first);
  return first?.code ?? 0;
}

/** A group of its own: what the terminal sends on Ctrl-C reaches it once, through here. */
function start(
  addresses: readonly string[],
  index: number,
  options: readonly string[],
): ChildProcess {
  const task = { type: "worker", index };
  const child = spawn(process.execPath, [process.argv[1] ?? "", "train", "--cluster", ...options], {
    detached: true,
    env: { ...process.env, TF_CONFIG: JSON.stringify({ cluster: { worker: addresses }, task }) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  return child;
}

async function endOf(child: ChildProcess, index: number): Promise<Ending> {
  const { stdout, stderr } = child;
  const isDocument = index === 0 && child.spawnargs.includes("--json");
  if (isDocument) stdout?.pipe(process.stdout, { end: false });
  const copies: Promise<void>[] = [];
  if (stdout && !isDocument) copies.push(prefixLines(stdout, process.stdout, `[${index}] `));
  if (stderr) copies.push(prefixLines(stderr, process.stderr, `[${index}] `));
  const ending = await new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve({ index, code: code ?? 128 + (signal ? constants.signals[signal] : 0), signal }),
    );
  });
  await Promise.all(copies);
  return ending;
}

/** Settles only if it failed. */
function failed(ending: Promise<Ending>): Promise<Ending> {
  return new Promise((resolve, reject) => {
    ending.then((how) => {
      if (how.code !== 0) resolve(how);
    }, reject);
  });
}

/** Leaves the others the time to say what they noticed, then asks them to end, then ends them. */
async function endOthers(
  children: readonly ChildProcess[],
  endings: readonly Promise<Ending>[],
  { beforeAskedMs, beforeKilledMs }: Grace,
): Promise<void> {
  for (const [signal, graceMs] of [
    ["SIGTERM", beforeAskedMs],
    ["SIGKILL", beforeKilledMs],
  ] as const) {
    const all = Promise.all(endings).then(() => true);
    if (await Promise.race([all, new Promise<false>((late) => setTimeout(late, graceMs, false))]))
      return;
    for (const child of children)
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  }
}

function tell({ index, code, signal }: Ending): void {
  const how = signal ? `was ended by ${signal}` : `failed (exit code ${code})`;
  process.stderr.write(`flowers: worker ${index} ${how}, and the others were ended with it.\n`);
}
