/** The rule of the public `cacheFolder`, for this system. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export function userCacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string {
  const named = environment["FLOWERS_CACHE_DIR"];
  if (named) return resolve(named);
  return join(systemFolder(environment, platform), "flowers");
}

function systemFolder(environment: NodeJS.ProcessEnv, platform: string): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (platform === "win32") return LOCALAPPDATA || join(homedir(), "AppData", "Local");
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  return join(homedir(), ".cache");
}
