export { describeOnBackends, type BackendName } from "./backends";
export { expectNoLeak } from "./leaks";
