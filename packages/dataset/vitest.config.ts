import { suites } from "@flowers-tools/testing/config";

export default suites({
  name: "dataset",
  browser: true,
  shared: true,
  // They change what all share: a module, the environment, time.
  alone: ["src/platform/node/download/get-file.node.test.ts", "src/pipeline/prefetch.node.test.ts"],
});
