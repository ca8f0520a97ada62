/** What a training leaves in the run folder and on the screen; a worker beside the chief leaves nothing. */
import type { Callback, FitOptions } from "@flowers/training";
import type { Run } from "./run";

/** What `fit` is told to write and to show. */
export function keptBy(
  { folder, narrator }: Run,
  callbacks: () => readonly Callback[],
): Pick<FitOptions, "callbacks" | "verbose"> {
  if (folder.mode === "absent") return { verbose: 0 };
  return { callbacks: callbacks(), verbose: narrator.json ? 0 : "auto" };
}
