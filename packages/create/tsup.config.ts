import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { library } from "@flowers-tools/build";

/** The versions of the packages beside this one, which new projects ask for. */
const versions = Object.fromEntries(
  readdirSync("..").map((name) => {
    const text = readFileSync(`../${name}/package.json`, "utf8");
    return [name, (JSON.parse(text) as { version: string }).version];
  }),
);

export default defineConfig({
  ...(library(["src/index.ts", "src/cli.ts"]) as Options),
  define: { flowersVersions: JSON.stringify(versions) },
});
