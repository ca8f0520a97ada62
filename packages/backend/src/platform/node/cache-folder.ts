/** Where native TensorFlow is kept, and which of the kept ones can be used. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "@flowers/files";
import type { NativeInstallation } from "../../native-types";
import { tfjsNodeFolder } from "./package-paths";

/** Changes whenever what is compiled, or how, changes; so that an older build is not used by newer code. */
const buildRevision = "4.22.0-4";

/** What marks a folder as complete and checked. */
interface ReadyFile {
  readonly version: string;
  readonly source: string;
}

/** `native` in the folder of this user's caches. */
export function nativeCacheFolder(): string {
  return join(cacheFolder(), "native");
}

/** The folder of one TensorFlow version for this machine. */
export function installationFolder(version: string): string {
  return join(nativeCacheFolder(), `${version}${folderSuffix()}`);
}

function folderSuffix(): string {
  return `-${process.platform}-${process.arch}-${buildRevision}`;
}

/** The name of the file that marks a folder as complete and checked. */
export const readyFileName = "ready.json";

/** The name of the addon of ops, which an installation may lack. */
export const opsFileName = "ops.node";

/** The newest checked installation, else the one in tfjs-node's own folder, else undefined. */
export function findNative(): NativeInstallation | undefined {
  return findOwnBinding() ?? findCached();
}

/** tfjs-node's own binding, where its install script was allowed to run and succeeded. */
function findOwnBinding(): NativeInstallation | undefined {
  const folder = tfjsNodeFolder();
  if (folder === undefined) return undefined;
  const bindingPath = join(folder, "lib", "napi-v8", "tfjs_binding.node");
  if (!existsSync(bindingPath) || !existsSync(join(folder, "deps", "lib"))) return undefined;
  return { version: "2.9.1", folder, source: "@tensorflow/tfjs-node", bindingPath };
}

function findCached(): NativeInstallation | undefined {
  const root = nativeCacheFolder();
  const names = existsSync(root) ? readdirSync(root) : [];
  return names
    .filter((name) => name.endsWith(folderSuffix()))
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((name) => readInstallation(join(root, name)))
    .find((found) => found !== undefined);
}

/** The installation in `folder` when it is complete and checked. */
export function readInstallation(folder: string): NativeInstallation | undefined {
  try {
    const ready = JSON.parse(readFileSync(join(folder, readyFileName), "utf8")) as ReadyFile;
    const bindingPath = join(folder, "tfjs_binding.node");
    const tunePath = join(folder, "tune.node");
    if (!existsSync(bindingPath) || !existsSync(tunePath)) return undefined;
    const opsPath = join(folder, opsFileName);
    return {
      ...{ version: ready.version, source: ready.source, folder, bindingPath, tunePath },
      ...(existsSync(opsPath) ? { opsPath } : {}),
    };
  } catch {
    return undefined;
  }
}
