/** Starts workers on this machine, each a process of its own with its `TF_CONFIG`. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Task } from "./worker";

const here = dirname(fileURLToPath(import.meta.url));
const outDir = resolve(here, `../../../.vitest/cluster-${process.pid}`);

/** What one worker left. */
export interface Ended {
  readonly code: number | null;
  readonly results: readonly unknown[];
  readonly error: {
    readonly message: string;
    readonly code: string;
    readonly remedy: string;
  } | null;
  /** Milliseconds from its start. */
  readonly ms: number;
  readonly stderr: string;
}

/** A program of worker.ts; the packages that it needs are those of this checkout. */
export async function buildWorker(): Promise<void> {
  const { build } = await import("tsup");
  mkdirSync(outDir, { recursive: true });
  await build({
    ...{
      config: false,
      silent: true,
      clean: false,
      dts: false,
      outDir,
      format: "esm",
      platform: "node",
    },
    entry: { worker: join(here, "worker.ts") },
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/^@flowers\//],
    esbuildPlugins: [
      {
        name: "packages-of-the-checkout",
        setup: (build) => {
          // Sources find what lies beside them by their own address.
          build.onLoad({ filter: /[\\/]packages[\\/].*[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
            loader: "ts",
            contents: readFileSync(path, "utf8").replaceAll(
              "import.meta.url",
              JSON.stringify(pathToFileURL(path).href),
            ),
          }));
          build.onResolve(
            { filter: /^(@tensorflow|@bufbuild|node-api-headers)/ },
            ({ path, resolveDir }) => ({
              path: pathToFileURL(createRequire(join(resolveDir, "x.js")).resolve(path)).href,
              external: true,
            }),
          );
        },
      },
    ],
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
}

export function removeWorker(): void {
  rmSync(outDir, { recursive: true, force: true });
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((done) => server.listen(0, () => done(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/**
 * Runs a worker for each task and waits until all have ended; a null task starts none. One that has stopped itself is killed
 * when the others are done.
 */
export async function runWorkers(
  tasks: readonly (Task | null)[],
  ports?: readonly number[],
): Promise<Ended[]> {
  const places = ports ?? (await freePorts(tasks.length));
  const worker = places.map((port) => `127.0.0.1:${port}`);
  const running = tasks.map((task, index) => {
    if (task === null) return null;
    const config = { cluster: { worker }, task: { type: "worker", index } };
    return startWorker(task, JSON.stringify(config));
  });
  const frozen = running.filter((_, i) => tasks[i]?.end?.signal === "SIGSTOP");
  const nobody: Ended = { code: null, results: [], error: null, ms: 0, stderr: "" };
  const ended = (each: Running | null): Promise<Ended> => each?.ended ?? Promise.resolve(nobody);
  await Promise.all(running.filter((each) => !frozen.includes(each)).map(ended));
  frozen.forEach((each) => each?.kill());
  return Promise.all(running.map(ended));
}

/** A worker that was started. */
interface Running {
  readonly ended: Promise<Ended>;
  kill(): void;
}

function startWorker(task: Task, config: string): Running {
  const start = performance.now();
  const child = spawn(process.execPath, [join(outDir, "worker.mjs"), JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TF_CONFIG: config },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  const ended = new Promise<Ended>((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      const said = (what: string): unknown[] =>
        stdout
          .split("\n")
          .filter((line) => line.startsWith(`${what} `))
          .map((line) => JSON.parse(line.slice(what.length)) as unknown);
      const [error = null] = said("error") as Ended["error"][];
      done({ code, results: said("result"), error, ms: performance.now() - start, stderr });
    });
  });
  return { ended, kill: () => void child.kill("SIGKILL") };
}
