/** How the page is served while it is written, built into a folder, and previewed. */
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defineConfig } from "vite";
import { firstLoad } from "./host/build/first-load.ts";
import { serviceWorker } from "./host/build/service-worker-plugin.ts";
import { isolationHeaders } from "./host/isolation-headers.ts";
import { takenAway } from "./taken-away/build/taken-away-plugin.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "./", // the built folder can lie under any path
  publicDir: here("./public"),
  resolve: { conditions: ["@flowers/source", ...defaultClientConditions] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Workers are not scanned for dependencies, and one found late reloads the page.
  optimizeDeps: { entries: ["index.html", "engine/**/*.ts", "!**/*.test.ts"] },
  worker: { format: "es", plugins: () => [takenAway({ folder: here("./taken-away") })] },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
  build: {
    outDir: here("../dist-web"),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false, // first-load reports what counts
    chunkSizeWarningLimit: 4000, // tfjs, in the workers
  },
  plugins: [
    firstLoad({
      mostKilobytes: 100,
      fetched: [here("./example/run.json"), here("./example/pictures.webp")],
    }),
    serviceWorker({ source: here("./host/service-worker/service-worker.ts") }),
  ],
});
