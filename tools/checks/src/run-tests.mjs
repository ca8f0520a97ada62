// `pnpm test`: every check and every package's tests through turbo, then the sum of all tests with what was skipped by name.
// The tests of the app and of training take longest: they begin first and go on beside all others.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { printSummary } from "./summary.mjs";

const windows = process.platform === "win32";
const turbo = join("node_modules", ".bin", windows ? "turbo.cmd" : "turbo");
const rootChecks = ["format", "lint", "borders", "unused"].map((name) => `//#check:${name}`);

/** Resolves with the exit status; a signal that ends this process ends turbo, too. */
function run(...args) {
  const child = spawn(
    turbo,
    ["run", ...args, "--continue=dependencies-successful", "--ui=stream"],
    { stdio: "inherit", shell: windows },
  );
  const stop = (signal) => child.kill(signal);
  process.once("SIGTERM", stop);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      process.off("SIGTERM", stop);
      resolve(status ?? 1);
    });
  });
}

const built = await run("build", "flowers#build:web", ...rootChecks);
const long = ["flowers", "@flowers/training"];
const tested = await Promise.all([
  ...long.map((name) => run("check", "test", `--filter=${name}`)),
  run(
    ...["check", "test", ...long.map((name) => `--filter=!${name}`)],
    `--concurrency=${availableParallelism()}`,
  ),
]);
printSummary();
process.exit([built, ...tested].find((status) => status !== 0) ?? 0);
