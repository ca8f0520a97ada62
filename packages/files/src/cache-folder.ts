/** Where everything that can be fetched or made again is kept: downloads, sample photos, native TensorFlow. */
import { userCacheFolder } from "#platform";

/**
 * The folder of this user's caches, the same one for every package of this family:
 *
 * 1. `FLOWERS_CACHE_DIR`, as it stands;
 * 2. `flowers` in `XDG_CACHE_HOME`, on every system;
 * 3. `flowers` in `~/Library/Caches` (macOS), `%LOCALAPPDATA%` (Windows) or `~/.cache`.
 *
 * In the page it is `opfs:/flowers`, in the origin's private file system. The folder need not exist.
 */
export function cacheFolder(): string {
  return userCacheFolder();
}
