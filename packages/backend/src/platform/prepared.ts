/** Describes a backend that can start; shared by Node and the page. */
import type { PreparedBackend } from "./contract";

/** A backend without threads of its own that runs at its full speed, but for what `differences` says. */
export function prepared(
  description: string,
  differences: Partial<PreparedBackend> = {},
): PreparedBackend {
  return { description, warning: "", software: false, threads: 1, ...differences };
}
