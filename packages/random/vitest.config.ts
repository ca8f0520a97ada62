import { suites } from "@flowers-tools/testing/config";

export default suites({ name: "random", browser: true, shared: true });
