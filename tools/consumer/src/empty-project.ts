/** Makes an empty npm project and adds packed tarballs of ours to it, as a user would. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

export interface EmptyProject {
  readonly folder: string;
  /** Runs an ES module in the project with plain Node and returns what it printed. */
  runScript(name: string, code: string): Promise<string>;
  remove(): Promise<void>;
}

/**
 * @param names our packages, without scope; those that they depend on must be named too
 * @param others what else the project depends on, besides stock TensorFlow.js
 */
export async function makeEmptyProject(
  names: readonly string[],
  others: readonly string[] = [],
): Promise<EmptyProject> {
  const folder = await mkdtemp(join(tmpdir(), "flowers-consumer-"));
  const tarballs = join(folder, "tarballs");
  await mkdir(tarballs);
  const chosen = names.flatMap((name) => ["--filter", `@flowers/${name}`]);
  await run("pnpm", [...chosen, "pack", "--pack-destination", tarballs], { cwd: packages });
  const files = (await readdir(tarballs)).map((file) => join(tarballs, file));
  const byName = Object.fromEntries(
    names.map((name) => [
      `@flowers/${name}`,
      `file:${files.find((file) => file.includes(`flowers-${name}-`)) ?? ""}`,
    ]),
  );
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ name: "empty", private: true, type: "module", pnpm: { overrides: byName } }),
  );
  await writeFile(join(folder, "pnpm-workspace.yaml"), "packages: []\n");
  await run(
    "pnpm",
    ["add", "--prefer-offline", ...Object.values(byName), "@tensorflow/tfjs@4.22.0", ...others],
    { cwd: folder },
  );
  return {
    folder,
    runScript: async (name, code) => {
      await writeFile(join(folder, name), code);
      const { stdout } = await run(process.execPath, [name], { cwd: folder, maxBuffer: 1 << 24 });
      return stdout;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
