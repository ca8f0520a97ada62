/** Runs a training step on a fresh build, in a process of its own, and compares the numbers with plain JavaScript's. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "../../errors";
import { opsFileName } from "./cache-folder";
import { nativeFolder, tfjsPath } from "./package-paths";
import { runCommand } from "./run-command";

/** What {@link checkInstallation} needs. */
export interface CheckOptions {
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Ops that fail the check are removed: the rest works without them.
 *
 * @throws BackendError `check-failed` when the build does not load, crashes, or gives other numbers.
 */
export async function checkInstallation(options: CheckOptions): Promise<void> {
  const { code, output } = await check(options, {});
  if (code !== 0) {
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
  const opsPath = join(options.folder, opsFileName);
  if (!existsSync(opsPath)) return;
  const ops = await check(options, { opsPath });
  options.signal?.throwIfAborted();
  if (ops.code !== 0) await rm(opsPath);
}

async function check(
  { folder, signal }: CheckOptions,
  more: { readonly opsPath?: string },
): Promise<{ code: number | null; output: string }> {
  return runCommand(
    process.execPath,
    [
      join(nativeFolder(), "check-native.cjs"),
      JSON.stringify({
        bindingPath: join(folder, "tfjs_binding.node"),
        tunePath: join(folder, "tune.node"),
        ...more,
        tfjsPath: tfjsPath(),
      }),
    ],
    { signal, timeoutMs: 120_000 },
  );
}
