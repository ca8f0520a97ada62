/** `flowers cluster`: starts the workers of a cluster on this machine, for a trial of what several machines do. */
import { type Command } from "commander";
import type { Interruption } from "../interruption";
import { UserError } from "../user-error";
import { wholeNumber } from "./options";

export function addCluster(program: Command, interruption: Interruption): void {
  program
    .command("cluster")
    .description("try training on several machines: start all workers on this one")
    .argument("<train...>", "`train` with its options; each worker runs it with --cluster")
    .option("--workers <N>", "how many", wholeNumber(1, 64), 2)
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText(
      "after",
      `
Workers share this machine's cores, so this is no faster than one process: it is for trying and for tests.

Examples:
  $ flowers cluster --workers 2 train --data ~/photos --epochs 5 --out ~/run1
  $ flowers cluster --workers 2 train --data ~/photos --epochs 5 --out ~/run1 --resume`,
    )
    .action(async (train: readonly string[], { workers }: { readonly workers: number }) => {
      const [name, ...options] = train;
      if (name !== "train") {
        throw new UserError(`cluster: workers run flowers train; received "${name ?? ""}".`, {
          remedy: `Write: flowers cluster --workers ${workers} train ...`,
        });
      }
      const { runWorkers } = await import("../cluster/run-workers");
      process.exitCode = await runWorkers({ workers, options, interruption });
    });
}
