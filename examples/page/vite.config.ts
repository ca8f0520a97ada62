import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: { target: "es2022", chunkSizeWarningLimit: 4000 },
  // These bring WebAssembly files that lie beside their modules.
  optimizeDeps: { exclude: ["@flowers/backend", "@flowers/dataset", "@flowers/keras"] },
});
