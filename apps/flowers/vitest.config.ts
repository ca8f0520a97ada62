import { suites } from "@flowers-tools/testing/config";

// Whole trainings in processes and pages of their own: seconds on an idle machine, minutes on one that is not.
export default suites({
  name: "flowers",
  folders: ["tutorial", "cli", "web"],
  timeoutMs: 300_000,
});
