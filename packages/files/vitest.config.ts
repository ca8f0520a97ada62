import { suites } from "@flowers-tools/testing/config";

export default suites({ name: "files", browser: true, shared: true });
