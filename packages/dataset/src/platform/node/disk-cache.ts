/**
 * A file of elements: magic, the arrays' bytes one after the other, a JSON trailer that describes them, and a tail of
 * `[trailer length, trailer CRC, magic]`. It is written under a name of its own and renamed when complete, so that a
 * reader finds a whole file or none, whenever the writer was killed and however many write at once.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { crc32 } from "node:zlib";
import { HostArray, type HostTree, mapHost } from "../../pipeline/host";
import type { CacheReader, CacheWriter } from "../contract";

/** Raised whenever the layout changes; other versions are rebuilt. */
const VERSION = 1;
const MAGIC = Buffer.from("FLWRCACH", "latin1");
const TAIL_BYTES = 16;
/** Far beyond any real trailer (about 300 bytes for each element); a damaged length must not ask for gigabytes. */
const MAX_TRAILER_BYTES = 2 ** 28;

interface Leaf {
  readonly leaf: true;
  readonly offset: number;
  readonly bytes: number;
  readonly crc: number;
  readonly shape: readonly number[];
  readonly dtype: HostArray["dtype"];
  readonly storage: "f32" | "i32" | "u8";
}
interface Trailer {
  readonly version: number;
  readonly key: string;
  readonly elements: readonly unknown[];
}

const fileOf = (path: string): string => `${resolve(path)}.flowers-cache`;
const digest = (key: string): string => createHash("sha256").update(key).digest("hex");

/** Files that this process has read through once, by name, size and time of change. */
const verified = new Set<string>();

/** Opens the cache at `path` if it is whole, of this version and made for `key`; otherwise undefined. */
export async function openCache(path: string, key: string): Promise<CacheReader | undefined> {
  let file: FileHandle;
  try {
    file = await open(fileOf(path), "r");
  } catch {
    return undefined;
  }
  try {
    const trailer = await readTrailer(file);
    const usable = trailer?.version === VERSION && trailer.key === digest(key);
    if (usable && (await verify(file, path, trailer))) return new Reader(file, trailer.elements);
  } catch {
    // whatever is wrong with the file, it is made anew
  }
  await file.close();
  return undefined;
}

async function readExactly(file: FileHandle, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(bytes));
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new RangeError("the cache file is cut short");
    done += bytesRead;
  }
  return buffer;
}

async function readTrailer(file: FileHandle): Promise<Trailer | undefined> {
  const { size } = await file.stat();
  if (size < MAGIC.length + TAIL_BYTES) return undefined;
  const tail = await readExactly(file, TAIL_BYTES, size - TAIL_BYTES);
  const length = tail.readUInt32LE(0);
  if (!tail.subarray(8).equals(MAGIC) || length > Math.min(size - TAIL_BYTES, MAX_TRAILER_BYTES))
    return undefined;
  const text = await readExactly(file, length, size - TAIL_BYTES - length);
  if (crc32(text) !== tail.readUInt32LE(4)) return undefined;
  return JSON.parse(text.toString("utf8")) as Trailer;
}

function leavesOf(node: unknown): Leaf[] {
  if (typeof node !== "object" || node === null) return [];
  if ((node as Partial<Leaf>).leaf === true) return [node as Leaf];
  return Object.values(node).flatMap(leavesOf);
}

/** Checks every array's checksum, once for each file that this process meets. */
async function verify(file: FileHandle, path: string, { elements }: Trailer): Promise<boolean> {
  const { size, mtimeMs, ino } = await file.stat();
  const name = `${fileOf(path)}:${ino}:${size}:${mtimeMs}`;
  if (verified.has(name)) return true;
  for (const { offset, bytes, crc } of leavesOf(elements)) {
    if (crc32(await readExactly(file, bytes, offset)) !== crc) return false;
  }
  verified.add(name);
  return true;
}

class Reader implements CacheReader {
  readonly #file: FileHandle;
  readonly #elements: readonly unknown[];
  #closed = false;

  constructor(file: FileHandle, elements: readonly unknown[]) {
    this.#file = file;
    this.#elements = elements;
  }

  get count(): number {
    return this.#elements.length;
  }

  async read(index: number): Promise<HostTree> {
    const node = this.#elements[index];
    const arrays = new Map<Leaf, HostArray>();
    for (const leaf of leavesOf(node)) {
      const { buffer } = await readExactly(this.#file, leaf.bytes, leaf.offset);
      const data =
        leaf.storage === "f32"
          ? new Float32Array(buffer)
          : leaf.storage === "i32"
            ? new Int32Array(buffer)
            : new Uint8Array(buffer);
      arrays.set(leaf, new HostArray(data, leaf.shape, leaf.dtype));
    }
    const rebuild = (part: unknown): HostTree => {
      if (typeof part !== "object" || part === null) return part as HostTree;
      const array = arrays.get(part as Leaf);
      if (array) return array;
      if (Array.isArray(part)) return part.map(rebuild);
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, rebuild(value)]));
    };
    return rebuild(node);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#file.close();
  }
}

/** Begins a new cache for `path`; nothing is there until `commit`. */
export async function createCache(path: string, key: string): Promise<CacheWriter> {
  const final = fileOf(path);
  const temporary = `${final}.${process.pid}.${randomUUID()}.tmp`;
  await mkdir(dirname(final), { recursive: true });
  const file = await open(temporary, "wx");
  await file.write(MAGIC);
  let position = MAGIC.length;
  const elements: unknown[] = [];
  let open_ = true;
  const abandon = async (): Promise<void> => {
    if (!open_) return;
    open_ = false;
    await file.close();
    await rm(temporary, { force: true });
  };
  return {
    abandon,
    append: async (tree) => {
      if (!open_) return;
      const parts: Buffer[] = [];
      const node = mapHost(tree, ({ data, shape, dtype }): Leaf => {
        const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
        const storage =
          data instanceof Float32Array ? "f32" : data instanceof Int32Array ? "i32" : "u8";
        const leaf: Leaf = {
          leaf: true,
          offset: position,
          bytes: bytes.length,
          crc: crc32(bytes),
          shape,
          dtype,
          storage,
        };
        parts.push(bytes);
        position += bytes.length;
        return leaf;
      });
      for (const bytes of parts) await file.write(bytes);
      elements.push(node);
    },
    commit: async () => {
      if (!open_) return;
      const trailer: Trailer = { version: VERSION, key: digest(key), elements };
      const text = Buffer.from(JSON.stringify(trailer), "utf8");
      const tail = Buffer.alloc(8);
      tail.writeUInt32LE(text.length, 0);
      tail.writeUInt32LE(crc32(text), 4);
      await file.write(Buffer.concat([text, tail, MAGIC]));
      await file.sync();
      open_ = false;
      await file.close();
      await rename(temporary, final);
    },
  };
}
