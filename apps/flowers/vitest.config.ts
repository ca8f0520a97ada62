import { suites } from "@flowers-tools/testing/config";
import { mergeConfig } from "vitest/config";

export default mergeConfig(
  suites({
    name: "flowers",
    shared: true,
    // They change what all share: a module, the environment, time.
    alone: [
      "web/engine/storage/run-draft.test.ts",
      "web/engine/storage/picture-draft.test.ts",
      "web/engine/storage/picture-store.test.ts",
      "web/engine/transfer/known-features.test.ts",
    ],
    folders: ["tutorial", "cli", "web"],
  }),
  // A worker waits for a process or a page most of the time.
  { test: { maxWorkers: 2, globalSetup: ["./test-support/site-folder.ts"] } },
);
