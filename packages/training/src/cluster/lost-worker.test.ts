/** Who is named when a step fails: workers that are gone, also when their ports close late. */
import { describe, expect, it } from "vitest";
import type { CurrentCluster } from "./current-cluster";
import { clusterError } from "./lost-worker";

const reset = new Error(
  "Session fail to run with error: Collective ops is aborted by: recvmsg:Connection reset by peer\nRecent warning and error logs:\n  it timed out before",
);
const late = new Error(
  "Session fail to run with error: From /job:worker/replica:0/task:0:\nCollective has timed out during execution.",
);

/** A cluster of three whose first is asked from; each answer is that of one look at the others' ports. */
function cluster(answers: readonly (readonly number[])[]): {
  cluster: CurrentCluster;
  looks: () => number;
} {
  let looks = 0;
  const unreachable = (): Promise<readonly number[]> =>
    Promise.resolve(answers[Math.min(looks++, answers.length - 1)] ?? []);
  const addresses = ["a:1", "b:2", "c:3"];
  return {
    cluster: { workers: 3, index: 0, addresses, timeout: 7, version: "2", unreachable },
    looks: () => looks,
  };
}

describe("an error of a step that ran with others", () => {
  it.each([
    [[[1]], "Worker 1 at b:2 was lost during training."],
    [[[], [], [2]], "Worker 2 at c:3 was lost during training."],
    [[[], [1, 2]], "Worker 1 at b:2, worker 2 at c:3 were lost during training."],
  ])("names who left when the ports answer %j", async (answers, message) => {
    const { cluster: three, looks } = cluster(answers);
    expect(await clusterError(three, reset)).toMatchObject({ code: "worker-lost", message });
    expect(looks()).toBe(answers.length);
  });

  it("looks once where somebody only came too late", async () => {
    const { cluster: three, looks } = cluster([[]]);
    const message =
      "A worker stopped answering during training: nothing came within 7 seconds, or it left.";
    expect(await clusterError(three, late)).toMatchObject({ code: "worker-lost", message });
    expect(looks()).toBe(1);
  });

  it("is itself where it has nothing to do with them", async () => {
    const error = new Error("Invalid argument: shapes do not match");
    expect(await clusterError(cluster([[1]]).cluster, error)).toBe(error);
  });
});
