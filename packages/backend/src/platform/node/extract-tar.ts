/** Takes `lib/` and `include/` out of libtensorflow's archive with the system's tar. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "../../errors";
import { runCommand } from "./run-command";

/** Unpacks `archive` into `folder`. @throws BackendError `invalid-file` when it holds no libtensorflow. */
export async function extractTarGz(
  archive: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { code, output } = await runCommand(
    "tar",
    ["-xzf", archive, "-C", folder, "--no-same-owner"],
    { signal },
  );
  const names = await readdir(join(folder, "lib")).catch(() => []);
  if (code !== 0 || !names.some((name) => /^libtensorflow\.(so\.2|2\.dylib)$/.test(name))) {
    throw new BackendError(
      "invalid-file",
      `The archive of libtensorflow cannot be unpacked: ${output.trim().split("\n")[0] || "no library in it"}.`,
    );
  }
}
