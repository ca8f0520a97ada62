import { suites } from "@flowers-tools/testing/config";

export default suites({ name: "keras-format", browser: true, shared: true });
