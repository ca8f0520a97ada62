/** Reads a tar as it streams in: ustar, pax and GNU long names. */
import type { ArchiveRules } from "./archive-rules";

/** One file or folder of a tar. */
export interface TarEntry {
  readonly kind: "file" | "folder";
  /** Checked: lies inside the folder that is unpacked to. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly changedMs: number;
  /** The file's bytes as they come in; must be taken, if at all, before the next entry. */
  readonly body: AsyncIterable<Uint8Array>;
}

const blockBytes = 512;
/** Of a long name or a pax header; real ones have a few hundred bytes. */
const mostMetaBytes = 2 ** 20;
const utf8 = new TextDecoder();
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
  return utf8.decode(end < 0 ? field : field.subarray(0, end));
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

/** The header's bytes added up, its checksum field taken as blanks. */
function hasChecksum(block: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < blockBytes; i++) sum += i >= 148 && i < 156 ? 32 : (block[i] as number);
  return sum === numberOf(block, 148, 8);
}

/** Records "length key=value\n", lengths in bytes. */
function readPax(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const length = Number(utf8.decode(bytes.subarray(at, space)));
    if (space < 0 || !(length > space - at) || at + length > bytes.length) {
      throw new RangeError("a pax header is damaged");
    }
    const record = utf8.decode(bytes.subarray(space + 1, at + length));
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
  try {
    for (;;) {
      const block = await pieces.exactly(blockBytes);
      if (!block || block.every((byte) => byte === 0)) return;
      if (!hasChecksum(block)) throw new RangeError("a header is damaged, or this is not a tar");
      rules.count();
      const type = String.fromCharCode(block[156] as number);
      const sizeBytes = Number(pax.get("size") ?? numberOf(block, 124, 12));
      if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
        throw new RangeError("a header is damaged");
      }
      const padding = (blockBytes - (sizeBytes % blockBytes)) % blockBytes;
      if (type === "x" || type === "g" || type === "L" || type === "K") {
        if (sizeBytes > mostMetaBytes) throw new RangeError("a long name is too long");
        const meta = await pieces.exactly(sizeBytes + padding);
        if (!meta) throw new RangeError("it is cut short");
        if (type === "x") pax = readPax(meta.subarray(0, sizeBytes));
        if (type === "L") longName = textOf(meta, 0, sizeBytes);
        continue; // "g" speaks of the whole archive, "K" of a link's target
      }
      const name = pax.get("path") ?? longName ?? ustarName(block);
      const changedMs = Math.trunc(Number(pax.get("mtime") ?? numberOf(block, 136, 12))) * 1000;
      // What lies in the archive is a list of holes and then the rest.
      if ([...pax.keys()].some((key) => key.startsWith("GNU.sparse."))) {
        throw rules.special(pax.get("GNU.sparse.name") ?? name, "sparse file");
      }
      pax = new Map();
      longName = undefined;
      const folder = type === "5" || ((type === "0" || type === "\0") && name.endsWith("/"));
      if (!folder && type !== "0" && type !== "\0" && type !== "7") {
        throw rules.special(name, kindNames[type] ?? "special file");
      }
      if (folder && /^(\.\/?)?$/.test(name)) {
        for await (const _ of pieces.body(sizeBytes + padding, left)); // the folder itself
        continue;
      }
      const path = folder ? rules.path(name) : rules.filePath(name);
      rules.add(sizeBytes);
      left.bytes = sizeBytes;
      const body = pieces.body(sizeBytes, left);
      yield { kind: folder ? "folder" : "file", path, sizeBytes, changedMs, body };
      // What was not taken, and the padding.
      for await (const _ of pieces.body(left.bytes + padding, left));
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
