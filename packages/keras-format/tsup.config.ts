import { library } from "@flowers-tools/build";

export default library(["src/index.ts", "src/cli.ts"]);
