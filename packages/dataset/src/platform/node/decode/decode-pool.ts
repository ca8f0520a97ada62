/**
 * Decoding and reading in threads, shared by all data sets of this process. The threads write into shared blocks in
 * place; messages carry names and places only.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ImageFailure, ImageSpec, LoadedImages } from "../../../decode/load-pixels";
import { loadFiles } from "./decode-file";
import { alwaysBytes, type DecodedInto, imageSize } from "./decode-into";
import { decodeParallelism } from "../machine";
import { readChecked } from "../cache/read-checked";
import { Slabs } from "./slabs";
import { ThreadPool } from "./thread-pool";

/** Batches are split among the threads, into parts of at least so many files: a message costs about 20 microseconds. */
const LEAST_FILES = 8;
/** Threads that idle so long end: longer than the pauses between epochs, and each holds a large photo's memory. */
const IDLE_MS = 10_000;

/** Where there is no worker file (running from sources), the calling thread does the work. */
export class DecodePool {
  readonly #threads: ThreadPool | undefined;
  readonly #size: number;
  readonly #slabs = new Slabs();

  constructor(workerFile: string | undefined, size: number, idleMs = IDLE_MS) {
    this.#size = size;
    this.#threads =
      workerFile === undefined
        ? undefined
        : new ThreadPool(workerFile, size, idleMs, () => this.#slabs.clear());
  }

  /** How many threads there are now. */
  get threads(): number {
    return this.#threads?.threads ?? 0;
  }

  /** Starts all threads, so that they are ready when the first batch is asked for. */
  warm(): void {
    this.#threads?.warm();
  }

  /** Decodes and resizes files. Aborting drops what has not begun. */
  async load(
    paths: readonly string[],
    spec: ImageSpec,
    signal: AbortSignal,
  ): Promise<LoadedImages> {
    const threads = this.#threads;
    if (!threads) return loadHere(paths, spec);
    const bytes = alwaysBytes(spec);
    const imageBytes = imageSize(spec) * (bytes ? 1 : 4);
    const sizeBytes = imageBytes * paths.length;
    const slab = this.#slabs.takeIfCheap(sizeBytes) ?? (await this.#slabs.take(sizeBytes));
    const count = Math.max(LEAST_FILES, Math.ceil(paths.length / this.#size));
    const parts: Promise<DecodedInto>[] = [];
    for (let first = 0; first < paths.length; first += count) {
      const some = paths.slice(first, first + count);
      const offsetBytes = first * imageBytes;
      parts.push(threads.ask({ kind: "decode", paths: some, spec, slab, offsetBytes }, signal));
    }
    // All of them, also when one fails: nobody may write to the block when it is used again.
    const settled = await Promise.allSettled(parts);
    const failed = settled.find((part) => part.status === "rejected");
    if (failed) {
      this.#slabs.release(slab);
      throw failed.reason;
    }
    const decoded = settled.map((part) => (part as PromiseFulfilledResult<DecodedInto>).value);
    const failures = decoded.flatMap((part, i) =>
      part.failures.map(({ index, reason }) => ({ index: index + i * count, reason })),
    );
    const whole = decoded.every((part) => part.whole);
    const used = closeGaps(slab, paths.length, imageBytes, failures) * imageBytes;
    if (bytes) return { pixels: new Uint8Array(this.#slabs.lend(slab), 0, used), failures };
    if (!whole) return { pixels: new Float32Array(this.#slabs.lend(slab), 0, used / 4), failures };
    const pixels = Uint8Array.from(new Float32Array(slab, 0, used / 4));
    this.#slabs.release(slab);
    return { pixels, failures };
  }

  /** A part of an open file; undefined when it is not there or its checksum is another. */
  async read(
    file: number,
    position: number,
    sizeBytes: number,
    checksum: string,
    signal: AbortSignal,
  ): Promise<SharedArrayBuffer | undefined> {
    const slab = this.#slabs.takeIfCheap(sizeBytes) ?? (await this.#slabs.take(sizeBytes));
    const part = { file, position, sizeBytes, checksum, slab };
    let intact = false;
    try {
      intact = this.#threads
        ? await this.#threads.ask({ kind: "read", ...part }, signal)
        : readChecked(part);
    } finally {
      if (!intact) this.#slabs.release(slab);
    }
    return intact ? this.#slabs.lend(slab) : undefined;
  }

  /** `length` floats that hold anything, from memory that is used again. */
  async floats(length: number): Promise<Float32Array> {
    const slab = await this.#slabs.take(length * 4);
    return new Float32Array(this.#slabs.lend(slab), 0, length);
  }

  /** Tells that these values, from here or from elsewhere, stay in use for long. */
  keep({ buffer }: ArrayBufferView): void {
    this.#slabs.keep(buffer);
  }

  /** Ends all threads; work that is under way is rejected. */
  async close(): Promise<void> {
    this.#slabs.clear();
    await this.#threads?.close();
  }
}

/** Closes the gaps that failed images left; returns how many images there are. */
function closeGaps(
  slab: SharedArrayBuffer,
  count: number,
  imageBytes: number,
  failures: readonly ImageFailure[],
): number {
  if (failures.length === 0) return count;
  const failed = new Set(failures.map(({ index }) => index));
  const all = new Uint8Array(slab);
  let used = 0;
  for (let i = 0; i < count; i++) {
    if (failed.has(i)) continue;
    if (used !== i) all.copyWithin(used * imageBytes, i * imageBytes, (i + 1) * imageBytes);
    used++;
  }
  return used;
}

// Decoding reuses its thread's buffers, so files are taken one after the other here too.
let last: Promise<unknown> = Promise.resolve();

function loadHere(paths: readonly string[], spec: ImageSpec): Promise<LoadedImages> {
  const mine = last.then(() => loadFiles(paths, spec));
  last = mine.catch(() => undefined);
  return mine;
}

let shared: DecodePool | undefined;

/** The pool of this process. */
export function decodePool(): DecodePool {
  const file = fileURLToPath(new URL("./node-decode-worker.js", import.meta.url));
  shared ??= new DecodePool(existsSync(file) ? file : undefined, decodeParallelism());
  return shared;
}

/** Memory for `length` float32 values, which hold anything; from the pool of this process. */
export function pixelFloats(length: number): Promise<Float32Array> {
  return decodePool().floats(length);
}

export function keepPixels(values: ArrayBufferView): void {
  decodePool().keep(values);
}
