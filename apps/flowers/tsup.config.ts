import { defineConfig } from "tsup";

export default defineConfig({
  entry: { cli: "cli/main.ts" },
  format: "esm",
  target: "es2022",
  platform: "node",
  sourcemap: true,
  clean: true,
  removeNodeProtocol: false,
});
