import { suites } from "@flowers-tools/testing/config";

export default suites({ name: "plot", browser: true, shared: true });
