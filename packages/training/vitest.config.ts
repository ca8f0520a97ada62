import { suites } from "@flowers-tools/testing/config";

export default suites({
  name: "training",
  browser: true,
  shared: true,
  alone: ["src/trainer/device-lost.browser.test.ts"],
});
