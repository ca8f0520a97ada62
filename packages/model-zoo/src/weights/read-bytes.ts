/** The bytes at a path or an address, on either platform. */
import { files, FilesError } from "@flowers/files";

/** The path that a `file:` address stands for. */
function pathOf(address: URL): string {
  const path = decodeURIComponent(address.pathname);
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path; // of Windows
}

function addressIn(source: string | URL): URL | null {
  if (source instanceof URL) return source;
  // One letter and a colon is a drive; "opfs:" is a folder of the page that `files` knows.
  return /^(https?|file|blob|data):/i.test(source) ? new URL(source) : null;
}

/**
 * A path is read from the disk in Node and from the origin's private file system in a page; an address is fetched.
 *
 * @throws FilesError `file` when nothing is there or the system or server refuses
 */
export async function readBytes(source: string | URL): Promise<Uint8Array> {
  const address = addressIn(source);
  const path =
    address === null ? String(source) : address.protocol === "file:" ? pathOf(address) : null;
  if (path !== null) {
    const bytes = await files.read(path);
    if (bytes === null) throw new FilesError("file", `there is no file "${path}"`);
    return bytes;
  }
  const shown = String(source).slice(0, 200);
  let response: Response;
  try {
    response = await fetch(String(source));
  } catch (cause) {
    throw new FilesError("file", `"${shown}" cannot be fetched`, { cause });
  }
  if (!response.ok)
    throw new FilesError(
      "file",
      `"${shown}" cannot be fetched: the server says ${response.status}`,
    );
  return new Uint8Array(await response.arrayBuffer());
}
