import { suites } from "@flowers-tools/testing/config";

export default suites({ name: "keras", alone: ["src/set-up.node.test.ts"] });
