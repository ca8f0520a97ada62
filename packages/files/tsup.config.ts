import { library } from "@flowers-tools/build";

export default library(["src/index.ts", "src/platform/node.ts", "src/platform/browser.ts"]);
