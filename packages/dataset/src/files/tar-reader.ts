/** Reads a tar as it streams in: ustar, pax and GNU long names. */
import type { ArchiveRules } from "./archive-rules";

/** One file or folder of a tar, or a second name of a file. */
export interface TarEntry {
  readonly kind: "file" | "folder" | "copy";
  /** Checked: lies inside the folder that is unpacked to. */
  readonly path: string;
  /** Of a copy (a hard link): the file before it that it is the same as. */
  readonly from?: string;
  readonly sizeBytes: number;
  readonly changedMs: number;
  /** The file's bytes as they come in; must be taken, if at all, before the next entry. */
  readonly body: AsyncIterable<Uint8Array>;
}

const blockBytes = 512;
/** Of a long name or a pax header; real ones have a few hundred bytes. */
const mostMetaBytes = 2 ** 20;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** UTF-8; what is none is taken for Latin-1, so that names that differ stay different. */
function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
}

const kindNames: Readonly<Record<string, string>> = {
  "1": "hard link",
  "2": "symlink",
  "3": "character device",
  "4": "block device",
  "6": "pipe",
  S: "sparse file",
};

/** The bytes of a stream, in pieces as large as asked for. */
class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to `most` bytes, at least one; undefined at the end. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.#held.length === 0) {
      const step = await this.#source.next();
      if (step.done === true) return undefined;
      this.#held = step.value;
    }
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  /** Exactly `bytes`, or undefined when the stream ends before the first. */
  async exactly(bytes: number): Promise<Uint8Array | undefined> {
    const whole = new Uint8Array(bytes);
    let done = 0;
    while (done < bytes) {
      const piece = await this.some(bytes - done);
      if (!piece) {
        if (done === 0) return undefined;
        throw new RangeError("it is cut short");
      }
      whole.set(piece, done);
      done += piece.length;
    }
    return whole;
  }

  /** The next `bytes` in pieces. */
  async *body(bytes: number, left: { bytes: number }): AsyncGenerator<Uint8Array> {
    left.bytes = bytes;
    while (left.bytes > 0) {
      const piece = await this.some(left.bytes);
      if (!piece) throw new RangeError("it is cut short");
      left.bytes -= piece.length;
      yield piece;
    }
  }

  async end(): Promise<void> {
    await this.#source.return?.();
  }
}

const textOf = (block: Uint8Array, from: number, length: number): string => {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return decoded(end < 0 ? field : field.subarray(0, end));
};

/** Octal text, or the big-endian number that GNU tar writes where octal does not suffice. */
function numberOf(block: Uint8Array, from: number, length: number): number {
  if ((block[from] as number) & 0x80) {
    let value = (block[from] as number) & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + (block[from + i] as number);
    return value;
  }
  const text = textOf(block, from, length).trim();
  if (!/^[0-7]*$/.test(text)) throw new RangeError("a header is damaged");
  return text === "" ? 0 : parseInt(text, 8);
}

/** The header's bytes added up, its checksum field taken as blanks; old programs of Sun took them for signed. */
function hasChecksum(block: Uint8Array): boolean {
  let sum = 0;
  let signed = 0;
  for (let i = 0; i < blockBytes; i++) {
    const byte = i >= 148 && i < 156 ? 32 : (block[i] as number);
    sum += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  const expected = numberOf(block, 148, 8);
  return sum === expected || signed === expected;
}

/** Records "length key=value\n", lengths in bytes. */
function readPax(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const length = Number(decoded(bytes.subarray(at, space)));
    if (space < 0 || !(length > space - at) || at + length > bytes.length) {
      throw new RangeError("a pax header is damaged");
    }
    const record = decoded(bytes.subarray(space + 1, at + length));
    const [, key = "", value = ""] = /^([^=]*)=([^]*)\n$/.exec(record) ?? [];
    records.set(key, value);
    at += length;
  }
  return records;
}

/** @throws DatasetError `unsafe-archive` by the rules; RangeError where the tar is damaged */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  rules: ArchiveRules,
): AsyncGenerator<TarEntry> {
  const pieces = new Pieces(source);
  const left = { bytes: 0 };
  let pax = new Map<string, string>();
  let longName: string | undefined;
  let longLink: string | undefined;
  const sizes = new Map<string, number>();
  let isFirst = true;
  try {
    for (;;) {
      const block = await pieces.exactly(blockBytes);
      if (!block && isFirst) throw new RangeError("it is empty");
      isFirst = false;
      if (!block || block.every((byte) => byte === 0)) return;
      if (!hasChecksum(block)) throw new RangeError("a header is damaged, or this is not a tar");
      rules.count();
      const type = String.fromCharCode(block[156] as number);
      const sizeBytes = Number(pax.get("size") ?? numberOf(block, 124, 12));
      if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
        throw new RangeError("a header is damaged");
      }
      const padding = (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
      if (["x", "X", "g", "L", "K"].includes(type)) {
        if (sizeBytes > mostMetaBytes) throw new RangeError("a long name is too long");
        const meta = await pieces.exactly(sizeBytes + padding);
        if (!meta) throw new RangeError("it is cut short");
        if (type === "x" || type === "X") pax = readPax(meta.subarray(0, sizeBytes)); // "X" is Solaris's
        if (type === "L") longName = textOf(meta, 0, sizeBytes);
        if (type === "K") longLink = textOf(meta, 0, sizeBytes);
        continue; // "g" speaks of the whole archive
      }
      const name = pax.get("path") ?? longName ?? ustarName(block);
      const changedMs = Math.trunc(Number(pax.get("mtime") ?? numberOf(block, 136, 12))) * 1000;
      // What lies in the archive is a list of holes and then the rest.
      if ([...pax.keys()].some((key) => key.startsWith("GNU.sparse."))) {
        throw rules.special(pax.get("GNU.sparse.name") ?? name, "sparse file");
      }
      const target = pax.get("linkpath") ?? longLink ?? textOf(block, 157, 100);
      pax = new Map();
      longName = longLink = undefined;
      // "V" is the name of the archive; "D" a folder of an incremental backup, with a list of what was in it.
      const isPlain = type === "0" || type === "\0";
      const folder = type === "5" || type === "D" || (isPlain && name.endsWith("/"));
      if (type === "V") {
        for await (const _ of pieces.body(sizeBytes + padding, left));
        continue;
      }
      if (type === "1" && target !== "" && sizes.has(rules.path(target))) {
        const from = rules.path(target);
        const path = rules.filePath(name);
        const bytes = sizes.get(from) ?? 0;
        rules.add(bytes);
        sizes.set(path, bytes);
        yield { kind: "copy", path, from, sizeBytes: bytes, changedMs, body: pieces.body(0, left) };
        for await (const _ of pieces.body(sizeBytes + padding, left));
        continue;
      }
      if (!folder && type !== "0" && type !== "\0" && type !== "7") {
        throw rules.special(name, kindNames[type] ?? "special file");
      }
      if (folder && /^(\.\/?)?$/.test(name)) {
        for await (const _ of pieces.body(sizeBytes + padding, left)); // the folder itself
        continue;
      }
      const path = folder ? rules.path(name) : rules.filePath(name);
      rules.add(sizeBytes);
      if (!folder) sizes.set(path, sizeBytes);
      const bodyBytes = folder ? 0 : sizeBytes; // what a backup says of a folder is no file
      left.bytes = bodyBytes;
      const body = pieces.body(bodyBytes, left);
      yield { kind: folder ? "folder" : "file", path, sizeBytes, changedMs, body };
      // What was not taken, and the padding.
      for await (const _ of pieces.body(left.bytes + sizeBytes - bodyBytes + padding, left));
    }
  } finally {
    await pieces.end();
  }
}

function ustarName(block: Uint8Array): string {
  const name = textOf(block, 0, 100);
  const posix = textOf(block, 257, 6) === "ustar" && block[262] === 0;
  const prefix = posix ? textOf(block, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}
