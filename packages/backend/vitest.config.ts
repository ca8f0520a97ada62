import { suites } from "@flowers-tools/testing/config";

export default suites({
  name: "backend",
  browser: true,
  isolated: ["src/kernels/wasm/*.test.ts", "src/**/*.browser.test.ts"],
});
