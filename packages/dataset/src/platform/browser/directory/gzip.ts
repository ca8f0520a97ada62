/** Gzip of one or several members one after the other (RFC 1952, section 2.2), as some parallel compressors write it. */
import { Gunzip } from "fflate";
import { streamed } from "../streamed";

/** Unzips members one after the other; each one's checksum is checked. */
export async function* gunzip(...members: readonly Blob[]): AsyncGenerator<Uint8Array> {
  for (const member of members) {
    yield* streamed(member.stream().pipeThrough(new DecompressionStream("gzip")));
  }
}

/**
 * The members of a gzip. It takes unzipping it to find them.
 *
 * @throws RangeError when they unzip to more than `maxBytes` and a tar's headers; what fflate throws where it is damaged
 */
export async function gzipMembers(
  archive: Blob,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Blob[]> {
  let unzipped = 0;
  const starts = [0];
  const finder = new Gunzip((piece) => {
    unzipped += piece.length;
  });
  finder.onmember = (start) => starts.push(start);
  for await (const piece of streamed(archive.stream())) {
    signal?.throwIfAborted();
    finder.push(piece);
    if (unzipped > 2 * maxBytes + 2 ** 20) throw new RangeError("it unpacks to too much");
  }
  return starts.map((start, i) => archive.slice(start, starts[i + 1]));
}
