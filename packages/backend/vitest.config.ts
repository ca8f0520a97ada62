import { suites } from "@flowers-tools/testing/config";

export default suites({
  name: "backend",
  browser: true,
  shared: true,
  // How a backend starts, or does not, in a program that has chosen none.
  alone: ["src/platform/**/*.test.ts", "src/*.test.ts"],
  isolated: ["src/kernels/wasm/*.test.ts", "src/**/*.browser.test.ts"],
});
