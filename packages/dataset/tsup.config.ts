import { library } from "@flowers-tools/build";

export default library([
  "src/index.ts",
  "src/platform/node.ts",
  "src/platform/node-decode-worker.ts",
  "src/platform/browser.ts",
  "src/platform/browser-decode-worker.ts",
]);
