// Test tools for suites on stock tfjs, with none of @flowers/backend's kernels where tfjs starts without it.
import { describeWith } from "./on-backends";

export const describeOnBackends = await describeWith("stock");
export type { BackendName } from "./on-backends";
export { expectNoLeak } from "./leaks";
