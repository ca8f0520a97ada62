/** Where downloads are kept. */
import { defaultCacheFolder } from "#platform";

/**
 * The folder of this user's caches in which `getFile` keeps what it downloads: `flowers` in `XDG_CACHE_HOME`, `~/.cache`,
 * `~/Library/Caches` or `LOCALAPPDATA`; in the page `opfs:/flowers`.
 */
export function cacheFolder(): string {
  return defaultCacheFolder();
}
