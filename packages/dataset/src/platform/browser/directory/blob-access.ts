/** A blob as an archive that can be read at any place. */
import type { RandomAccess } from "../../../files/zip-directory";

export function accessTo(blob: Blob): RandomAccess {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}
