/** The bytes of one file of a zip, checked against what the zip says of them. */
import { crc32 } from "@flowers/files";
import { findBody, type ZipEntry } from "../../../files/zip-directory";
import { accessTo } from "./blob-access";
import { streamed } from "../streamed";

/** @throws RangeError when the file does not unpack to what was announced; never unpacks more than that */
export async function unzipFile(archive: Blob, entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
  const start = await findBody(accessTo(archive), entry);
  const packed = archive.slice(start, start + entry.packedBytes);
  const bytes =
    entry.method === "store"
      ? new Uint8Array(await packed.arrayBuffer())
      : await inflate(packed, entry.sizeBytes);
  if (bytes.length !== entry.sizeBytes || crc32(bytes) !== entry.crc32) {
    throw new RangeError("it does not unpack to what the zip announces");
  }
  return bytes;
}

async function inflate(packed: Blob, sizeBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const unpacked = packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  for await (const part of streamed(unpacked)) {
    total += part.length;
    if (total > sizeBytes) break;
    parts.push(part);
  }
  // No larger than what came: a size that is announced alone reserves no memory.
  const bytes = new Uint8Array(total > sizeBytes ? 0 : total);
  let at = 0;
  for (const part of total > sizeBytes ? [] : parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
