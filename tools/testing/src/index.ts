// Test tools for suites on backends with @flowers/backend's kernels; `./stock` has the same for stock tfjs.
import { describeWith } from "./on-backends";

export const describeOnBackends = await describeWith("ours");
export type { BackendName } from "./on-backends";
export { expectNoLeak } from "./leaks";
