import { suites } from "@flowers-tools/testing/config";
import { mergeConfig } from "vitest/config";

export default mergeConfig(
  suites({
    name: "flowers",
    shared: true,
    folders: ["tutorial", "cli", "web"],
  }),
  // A worker waits for a process or a page most of the time.
  { test: { maxWorkers: 2, globalSetup: ["./test-support/site-folder.ts"] } },
);
