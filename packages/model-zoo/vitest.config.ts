import { suites } from "@flowers-tools/testing/config";

export default suites({
  name: "model-zoo",
  browser: "named",
  shared: true,
  alone: ["src/readme.node.test.ts"],
});
