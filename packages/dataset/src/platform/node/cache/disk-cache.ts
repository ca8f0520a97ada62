/**
 * Disk caches. A file is written under a name of its own and renamed when complete, so that a reader finds a whole
 * file or none, whenever the writer was killed and however many write at once. Elements are read ahead by the threads,
 * each straight into its place in memory and checked there.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { diskFull } from "../../../files/disk-full";
import { type HostTree, mapHost } from "../../../pipeline/host";
import { arrayIn, describeArray, rebuildTree } from "../../../pipeline/stored-tree";
import type { CacheReader, CacheWriter } from "../../contract";
import { checksumUnit, Checksum } from "./checksum";
import { decodePool } from "../decode/decode-pool";
import { encodeTrailer, fileOf, magic, readTrailer, type StoredElement } from "./disk-cache-format";
import { decodeParallelism } from "../machine";

/** Opens the cache at `path` if it is whole, of this version and made for `key`; otherwise undefined. */
export async function openCache(path: string, key: string): Promise<CacheReader | undefined> {
  let file: FileHandle;
  try {
    file = await open(fileOf(path), "r");
  } catch {
    return undefined;
  }
  try {
    const elements = await readTrailer(file, key);
    if (elements) return new Reader(file, elements);
  } catch {
    // whatever is wrong with the file, it is made again
  }
  await file.close();
  return undefined;
}

class Reader implements CacheReader {
  readonly #file: FileHandle;
  readonly #elements: readonly StoredElement[];
  readonly #abort = new AbortController();
  /** Elements being read, by index. */
  readonly #ahead = new Map<number, Promise<SharedArrayBuffer | undefined>>();

  constructor(file: FileHandle, elements: readonly StoredElement[]) {
    this.#file = file;
    this.#elements = elements;
  }

  get count(): number {
    return this.#elements.length;
  }

  async read(index: number): Promise<HostTree | undefined> {
    const last = Math.min(index + decodeParallelism(), this.count - 1);
    for (let i = index; i <= last; i++) if (!this.#ahead.has(i)) this.#ahead.set(i, this.#part(i));
    const memory = await this.#ahead.get(index);
    this.#ahead.delete(index);
    const element = this.#elements[index];
    return (
      memory &&
      element &&
      rebuildTree(element.tree, (array) => arrayIn(memory, array, array.offset))
    );
  }

  #part(index: number): Promise<SharedArrayBuffer | undefined> {
    const { position, sizeBytes, checksum } = this.#elements[index] as StoredElement;
    const { fd } = this.#file;
    const part = decodePool().read(fd, position, sizeBytes, checksum, this.#abort.signal);
    part.catch(() => undefined); // whoever awaits it sees the error
    return part;
  }

  close(): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    // Not before the threads have done with it: the number could be another file's by then.
    void Promise.allSettled(this.#ahead.values()).then(() => this.#file.close());
  }
}

/** Begins a new cache for `path`; nothing is there until `commit`. */
export async function createCache(path: string, key: string): Promise<CacheWriter> {
  const final = fileOf(path);
  await mkdir(dirname(final), { recursive: true });
  await removeLeftOvers(final);
  const temporary = `${prefixOf(final)}${process.pid}.${randomUUID()}.tmp`;
  const file = await open(temporary, "wx");
  let position = magic.length;
  const elements: StoredElement[] = [];
  let open_ = true;
  const abandon = async (): Promise<void> => {
    if (!open_) return;
    open_ = false;
    await file.close();
    await rm(temporary, { force: true });
  };
  /** All of `bytes`: one write may take only a part, without an error. */
  const write = async (bytes: Uint8Array): Promise<void> => {
    try {
      for (let done = 0; open_ && done < bytes.length;) {
        done += (await file.write(bytes, done)).bytesWritten;
      }
    } catch (cause) {
      if (!open_) return; // abandoned meanwhile
      await abandon();
      const message = `ImageDataset.cache: the cache "${path}" could not be written`;
      throw diskFull(message, cause) ?? cause;
    }
  };
  await write(magic);
  return {
    abandon,
    append: async (tree) => {
      if (!open_) return;
      const parts: Buffer[] = [];
      let sizeBytes = 0;
      const described = mapHost(tree, (array) => {
        const { data } = array;
        const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
        const offset = sizeBytes;
        const padding = Buffer.alloc(-bytes.length & (checksumUnit - 1));
        parts.push(bytes, padding);
        sizeBytes += bytes.length + padding.length;
        return describeArray(array, offset);
      });
      const checksum = checksumOf(parts);
      elements.push({ position, sizeBytes, checksum, tree: described });
      position += sizeBytes;
      for (const part of parts) await write(part);
    },
    commit: async () => {
      if (!open_) return;
      await write(encodeTrailer(key, elements));
      if (!open_) return;
      open_ = false;
      await file.close();
      await putInPlace(temporary, final);
    },
  };
}

/** Of the parts one after the other. Only the padding may begin between two of the checksum's units. */
function checksumOf(parts: readonly Buffer[]): string {
  const sum = new Checksum();
  for (let i = 0; i < parts.length; i += 2) {
    const [bytes, padding] = parts.slice(i, i + 2) as [Buffer, Buffer];
    const whole = bytes.length - (bytes.length % checksumUnit);
    sum.add(bytes.subarray(0, whole));
    sum.add(Buffer.concat([bytes.subarray(whole), padding]));
  }
  return sum.digest();
}

/** Temporary files of this machine; another's cannot be told from live ones. */
const prefixOf = (final: string): string => `${final}.${hostname()}.`;

/** Removes what writers that were killed have left behind. */
async function removeLeftOvers(final: string): Promise<void> {
  const prefix = basename(prefixOf(final));
  for (const name of await readdir(dirname(final))) {
    const pid = name.startsWith(prefix) && /^(\d+)\..*\.tmp$/.exec(name.slice(prefix.length))?.[1];
    if (pid && !isAlive(Number(pid))) await rm(join(dirname(final), name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // alive, and another user's
  }
}

async function putInPlace(temporary: string, final: string): Promise<void> {
  try {
    await rename(temporary, final);
  } catch (error) {
    await rm(temporary, { force: true });
    // Windows does not replace a file that is open: another process reads one that was as good to make.
    const there = await stat(final).catch(() => undefined);
    if (!there) throw error;
  }
}
