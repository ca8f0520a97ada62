/**
 * Decoding and reading in threads, shared by all data sets of this process. The threads write into shared blocks in
 * place; messages carry names and places only.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type DecodedInto,
  imageBytes as bytesOfImage,
  pixelsOf,
} from "../../../decode/decode-into";
import type { ImageSpec, LoadedImages } from "../../../decode/image-spec";
import { decodeParallelism } from "../machine";
import { serve } from "./serve";
import { Slabs } from "./slabs";
import { aborted, ThreadPool } from "./thread-pool";
import type { Answers, ThreadRequest } from "./thread-requests";

/** Batches are split among the threads, into parts of at least so many files: a message costs about 20 microseconds. */
const leastFiles = 8;
/** Threads that idle so long end: longer than the pauses between epochs, and each holds a large photo's memory. */
const defaultIdleMs = 10_000;

/** Where there is no worker file (running from sources), the calling thread does the work. */
export class DecodePool {
  readonly #threads: ThreadPool | undefined;
  readonly #size: number;
  readonly #slabs = new Slabs();

  constructor(workerFile: string | undefined, size: number, idleMs = defaultIdleMs) {
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
    const imageBytes = bytesOfImage(spec);
    const sizeBytes = imageBytes * paths.length;
    const slab = this.#slabs.takeIfCheap(sizeBytes) ?? (await this.#slabs.take(sizeBytes));
    const count = Math.max(leastFiles, Math.ceil(paths.length / this.#size));
    const parts: Promise<DecodedInto>[] = [];
    for (let first = 0; first < paths.length; first += count) {
      const some = paths.slice(first, first + count);
      const offsetBytes = first * imageBytes;
      parts.push(this.#ask({ kind: "decode", paths: some, spec, slab, offsetBytes }, signal));
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
    let lent = false;
    const lend = (): SharedArrayBuffer => {
      lent = true;
      return this.#slabs.lend(slab);
    };
    const pixels = pixelsOf(slab, spec, paths.length, { failures, whole }, lend);
    if (!lent) this.#slabs.release(slab);
    return { pixels, failures };
  }

  /** What a thread answers, or this one. Aborting drops what has not begun. */
  async #ask<R extends ThreadRequest>(
    request: R,
    signal: AbortSignal,
  ): Promise<Answers[R["kind"]]> {
    if (this.#threads) return this.#threads.ask(request, signal);
    try {
      return await serve(request, signal);
    } catch (error) {
      throw signal.aborted ? aborted() : error;
    }
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
      intact = await this.#ask({ kind: "read", ...part }, signal);
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
