// `pnpm site`: builds the documentation site into docs/.vitepress/dist. `pnpm site --pages` writes only the pages that are made
// from the sources, for `pnpm --filter @flowers-tools/site dev`.
import { buildSite, makePages } from "./src/site/build.mjs";

if (process.argv.includes("--pages")) await makePages();
else await buildSite();
