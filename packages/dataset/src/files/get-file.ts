/** Downloading into a cache folder. */
import { getFile as getFileHere } from "#platform";
import { check, checkOptions } from "../arguments/rules";
import { type GetFileOptions, getFileRules } from "./get-file-options";

/**
 * Downloads a file once into the cache folder and returns its path; with `extract`, unpacks it and returns the
 * folder's. A download that broke off continues where it ended. Archives are unpacked safely: entries that lead out of
 * the folder, links, special files and more than `limits` allows are refused.
 *
 * In the page the cache folder is in the origin-private file system and the path begins with `opfs:/`; the loader,
 * `walkFiles` and `loadImage` take it. Other servers must allow the page to read from them (CORS).
 *
 * @throws DatasetError `download`, `checksum`, `unsafe-archive`, `aborted`, `invalid-argument`; `disk-full`, which leaves nothing behind
 *
 * @example
 * const folder = await getFile("https://example.org/flower_photos.tgz", { extract: true });
 */
export async function getFile(origin: string | URL, options: GetFileOptions = {}): Promise<string> {
  check("getFile", "origin", origin, {
    words: "the URL of a file",
    holds: (value) => (typeof value === "string" && value !== "") || value instanceof URL,
  });
  checkOptions("getFile", options, getFileRules);
  return getFileHere(String(origin), options);
}
