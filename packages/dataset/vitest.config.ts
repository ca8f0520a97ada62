import { suites } from "@flowers-tools/testing/config";

export default suites({ name: "dataset", browser: true, shared: true });
