/** Losses whose value of a batch is not made of the values of its pieces cannot be shared by workers. */
import { TrainingError } from "../errors";
import type { Objective } from "../objective/objective";

/** @throws TrainingError `cluster-unsupported`, naming the loss and why */
export function requireSupported({ outputs }: Objective): void {
  for (const { name, loss } of outputs) {
    if (!loss) continue;
    const ignores = "ignoreClass" in loss && typeof loss.ignoreClass === "number";
    const reason =
      loss.reduction === "meanWithSampleWeight"
        ? "divides by the sum of the batch's weights"
        : ["Dice", "Tversky"].includes(loss.className)
          ? "is one value for the whole batch"
          : ignores
            ? "divides by the number of labels that are not ignored"
            : null;
    if (reason === null) continue;
    throw new TrainingError(
      "cluster-unsupported",
      `On a cluster, output "${name}" cannot have the loss ${loss.name}: it ${reason}, which no worker has.`,
    );
  }
}
