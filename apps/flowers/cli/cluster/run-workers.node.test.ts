/** `flowers cluster` with workers that only pretend: what it starts, copies, passes on and ends. */
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Interruption } from "../interruption";
import { Interrupted } from "../user-error";
import { type Grace, runWorkers } from "./run-workers";

const fakeWorker = fileURLToPath(new URL("../../test-support/fake-worker.mjs", import.meta.url));
const program = process.argv[1];

afterEach(() => {
  process.argv[1] = program ?? "";
  vi.restoreAllMocks();
});

interface Outcome {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Asked at once to end, and given as long as any machine needs to. */
const patient: Grace = { beforeAskedMs: 0, beforeKilledMs: 60_000 };

/** @param stopAt the workers are interrupted when this text has been printed */
async function run(
  works: readonly string[],
  { stopAt, grace = patient }: { readonly stopAt?: RegExp; readonly grace?: Grace } = {},
): Promise<Outcome> {
  process.argv[1] = fakeWorker;
  const controller = new AbortController();
  let said = "";
  for (const stream of ["stdout", "stderr"] as const) {
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      said += String(text);
      if (stopAt !== undefined && stopAt.test(said)) controller.abort(new Interrupted(143));
      return true;
    });
  }
  const interruption: Interruption = { signal: controller.signal, finishing: "", kept: "" };
  const options = ["--epochs", `--do=${works.join()}`];
  const code = await runWorkers({ workers: works.length, options, interruption, grace });
  vi.restoreAllMocks();
  return { code, lines: said.trimEnd().split("\n") };
}

describe("flowers cluster", () => {
  it("starts all workers with --cluster and a place each, and names whose line is whose", async () => {
    const { code, lines } = await run(["ok", "ok", "ok"]);
    expect(code).toBe(0);
    expect([...lines].sort()).toEqual(
      ["arguments train --cluster", "bar 2", "worker"]
        .flatMap((text) =>
          [0, 1, 2].map((at) => `[${at}] ${text}${text === "worker" ? ` ${at} begins` : ""}`),
        )
        .sort(),
    );
  });

  it.each([
    [["waits", "fail", "waits"], 75, "worker 1 failed (exit code 75)", patient],
    [["waits", "killed"], 137, "worker 1 was ended by SIGKILL", patient],
    [["fail", "deaf"], 75, "worker 0 failed (exit code 75)", { ...patient, beforeKilledMs: 200 }],
  ] as const)("ends the others when one of %j is lost", async (works, code, words, grace) => {
    const outcome = await run(works, { grace });
    expect(outcome.code).toBe(code);
    expect(outcome.lines.at(-1)).toBe(`flowers: ${words}, and the others were ended with it.`);
    const told = outcome.lines.filter((line) => line.endsWith("told to end"));
    expect(told).toHaveLength(works.filter((work) => work === "waits").length);
  });

  it("passes a signal on, and ends as it says", async () => {
    const { code, lines } = await run(["waits", "waits"], { stopAt: /begins[^]*begins/ });
    expect(code).toBe(143);
    expect(lines.filter((line) => line.endsWith("told to end"))).toHaveLength(2);
  });
});
