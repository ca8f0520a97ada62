// `pnpm --filter @flowers-tools/docs run make`: writes docs/augmentation.md and its pictures again, from the sources.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const { module } = await runnerImport(
  fileURLToPath(new URL("src/write-page.ts", import.meta.url)),
  {
    root: fileURLToPath(new URL(".", import.meta.url)),
    configFile: false,
    logLevel: "error",
    ssr: { resolve: { conditions: ["@flowers/source", "node", "import", "module", "default"] } },
    resolve: { conditions: ["@flowers/source", "node", "import", "module", "default"] },
  },
);
await module.writePage();
