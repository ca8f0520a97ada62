/** Runs a training step on a fresh build, in a process of its own, and compares the numbers with plain JavaScript's. */
import { join } from "node:path";
import { BackendError } from "../../errors";
import { nativeFolder, tfjsPath } from "./package-paths";
import { runCommand } from "./run-command";

/** What {@link checkInstallation} needs. */
export interface CheckOptions {
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/** @throws BackendError `check-failed` when the build does not load, crashes, or gives other numbers. */
export async function checkInstallation({ folder, signal }: CheckOptions): Promise<void> {
  const { code, output } = await runCommand(
    process.execPath,
    [
      join(nativeFolder(), "check-native.cjs"),
      JSON.stringify({
        bindingPath: join(folder, "tfjs_binding.node"),
        tunePath: join(folder, "tune.node"),
        tfjsPath: tfjsPath(),
      }),
    ],
    { signal, timeoutMs: 120_000 },
  );
  if (code === 0) return;
  const line = output.trim().split("\n").pop() || `it ended with code ${code}`;
  throw new BackendError(
    "check-failed",
    `Native TensorFlow was built but fails its check: ${line}.`,
    {
      remedy:
        "Use the WebAssembly backend, and report this with the output of `npx flowers-backend doctor`.",
    },
  );
}
