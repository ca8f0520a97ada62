import { suites } from "@flowers-tools/testing/config";
import { mergeConfig } from "vitest/config";

export default mergeConfig(
  suites({
    name: "flowers",
    folders: ["tutorial", "cli", "web"],
    // Whole trainings in processes and pages of their own: seconds on an idle machine, minutes on one that is not.
    timeoutMs: 300_000,
  }),
  // A worker waits for a process or a page most of the time.
  { test: { maxWorkers: 2 } },
);
