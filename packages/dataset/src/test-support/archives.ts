/** Tars and zips for tests, well-formed and hostile. */

import { crc32 } from "@flowers/files";

export interface TarFile {
  /** As bytes where it is no UTF-8. */
  readonly name: string | Uint8Array;
  /** What a link is to. */
  readonly target?: string;
  /** Whether the checksum is that of old programs of Sun, which added signed bytes. */
  readonly signed?: boolean;
  readonly bytes?: Uint8Array;
  /** "0" file, "1" hard link, "2" symbolic link, "5" folder, "x" pax header, "L" long name. */
  readonly type?: string;
  /** What the header says, if not the truth. */
  readonly sizeBytes?: number;
}

const text = new TextEncoder();

/** A ustar archive of these entries, in this order. */
export function tarOf(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  for (const { name, bytes = new Uint8Array(0), type = "0", ...file } of files) {
    const { sizeBytes = bytes.length, target = "", signed = false } = file;
    const header = new Uint8Array(512);
    const spelled = typeof name === "string" ? text.encode(name) : name;
    header.set(spelled.subarray(0, 100), 0);
    header.set(text.encode(target).subarray(0, 100), 157);
    const octal = (value: number, at: number, digits: number): void =>
      header.set(text.encode(value.toString(8).padStart(digits, "0")), at);
    octal(0o644, 100, 7);
    octal(sizeBytes, 124, 11);
    octal(1, 136, 11);
    header.set(text.encode(type), 156);
    header.set(text.encode("ustar\0" + "00"), 257);
    header.fill(32, 148, 156);
    octal(
      header.reduce((sum, byte) => sum + byte - (signed && byte > 127 ? 256 : 0), 0),
      148,
      6,
    );
    const padded = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    padded.set(bytes);
    blocks.push(header, padded);
  }
  blocks.push(new Uint8Array(1024));
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

export interface ZipFile {
  readonly name: string;
  readonly bytes?: Uint8Array;
  /** What the directory says, if not the truth. */
  readonly sizeBytes?: number;
  readonly packedBytes?: number;
  readonly localAt?: number;
  /** Mode of a file made on Unix. */
  readonly mode?: number;
}

/** A zip's two parts: files with their local headers, and the directory with its end. */
export interface ZipParts {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly tail: Uint8Array<ArrayBuffer>;
}

/**
 * A zip of stored files in zip64's form (APPNOTE 4.3.14, 4.5.3): every size and place in 64 bits.
 *
 * @param at where the tail will lie; default: right after the body
 * @param zip64 false leaves out zip64's end, and 65,536 of the count as often as it holds them
 */
export function zip64Of(
  files: readonly ZipFile[],
  { at, zip64 = true, count = files.length }: { at?: number; zip64?: boolean; count?: number } = {},
): ZipParts {
  const names = files.map(({ name }) => text.encode(name));
  const room = (fixed: number, content: boolean): number =>
    files.reduce((sum, { bytes }, i) => {
      return sum + fixed + names[i]!.length + (content ? (bytes?.length ?? 0) : 0);
    }, 0);
  const body = new Uint8Array(room(30, true));
  const tail = new Uint8Array(room(46 + 28, false) + (zip64 ? 56 + 20 : 0) + 22);
  const local = new DataView(body.buffer);
  const central = new DataView(tail.buffer);
  let [from, to] = [0, 0];
  files.forEach(({ bytes = new Uint8Array(0), mode, ...said }, i) => {
    const name = names[i]!;
    const sum = crc32(bytes);
    local.setUint32(from, 0x04034b50, true);
    local.setUint32(from + 14, sum, true);
    local.setUint32(from + 18, bytes.length, true);
    local.setUint32(from + 22, bytes.length, true);
    local.setUint16(from + 26, name.length, true);
    body.set(name, from + 30);
    body.set(bytes, from + 30 + name.length);
    central.setUint32(to, 0x02014b50, true);
    if (mode !== undefined) {
      central.setUint16(to + 4, 3 << 8, true);
      central.setUint32(to + 38, (mode << 16) >>> 0, true);
    }
    central.setUint32(to + 16, sum, true);
    for (const field of [20, 24, 42]) central.setUint32(to + field, 0xffffffff, true);
    central.setUint16(to + 28, name.length, true);
    central.setUint16(to + 30, 28, true);
    tail.set(name, to + 46);
    const extra = to + 46 + name.length;
    central.setUint16(extra, 1, true);
    central.setUint16(extra + 2, 24, true);
    central.setBigUint64(extra + 4, BigInt(said.sizeBytes ?? bytes.length), true);
    central.setBigUint64(extra + 12, BigInt(said.packedBytes ?? bytes.length), true);
    central.setBigUint64(extra + 20, BigInt(said.localAt ?? from), true);
    from += 30 + name.length + bytes.length;
    to = extra + 28;
  });
  const start = at ?? body.length;
  const directoryBytes = to;
  if (zip64) {
    central.setUint32(to, 0x06064b50, true);
    central.setBigUint64(to + 4, 44n, true);
    central.setBigUint64(to + 32, BigInt(count), true);
    central.setBigUint64(to + 40, BigInt(directoryBytes), true);
    central.setBigUint64(to + 48, BigInt(start), true);
    central.setUint32(to + 56, 0x07064b50, true);
    central.setBigUint64(to + 64, BigInt(start + directoryBytes), true);
    to += 76;
  }
  central.setUint32(to, 0x06054b50, true);
  central.setUint16(to + 10, zip64 ? 0xffff : count % 65_536, true);
  central.setUint32(to + 12, zip64 ? 0xffffffff : directoryBytes, true);
  central.setUint32(to + 16, zip64 ? 0xffffffff : start, true);
  return { body, tail };
}
