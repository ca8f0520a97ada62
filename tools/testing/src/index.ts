export { describeOnBackends, type BackendName } from "./backends.ts";
export { expectNoLeak } from "./leaks.ts";
