// `pnpm test`: every check and every package's tests through turbo, then the sum of all tests with what was skipped by name.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { printSummary } from "./summary.mjs";

const windows = process.platform === "win32";
const turbo = join("node_modules", ".bin", windows ? "turbo.cmd" : "turbo");
// Half as many again as there are processors: tests wait for processes, pages and disks a third of their time.
const { status } = spawnSync(
  turbo,
  ["run", "check", "test", "--continue=dependencies-successful", "--concurrency=150%"],
  {
    stdio: "inherit",
    shell: windows,
  },
);
printSummary();
process.exit(status ?? 1);
