/**
 * The decoding threads of this process: started at first need, as many as there are cores, shared by all datasets.
 * They write pixels into shared blocks in place; messages carry names and places only. Threads never keep the process
 * alive (one is referenced only while it works), and they end, with the memory kept for reuse, when nothing was asked
 * of them for a while.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { ImageFailure, ImageSpec, LoadedImages } from "../../decode/load-pixels";
import { DatasetError } from "../../errors";
import { alwaysBytes, type DecodedInto, imageSize } from "./decode-into";
import { loadFiles } from "./decode-file";
import { decodeParallelism } from "./machine";
import { Slabs } from "./slabs";

/** Some files, and where in the block their pixels go. */
export interface DecodeRequest {
  readonly id: number;
  readonly paths: readonly string[];
  readonly spec: ImageSpec;
  readonly slab: SharedArrayBuffer;
  readonly offsetBytes: number;
}

export interface DecodeReply {
  readonly id: number;
  readonly decoded?: DecodedInto;
  readonly error?: string;
}

interface Task {
  readonly request: DecodeRequest;
  readonly resolve: (decoded: DecodedInto) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface Thread {
  readonly worker: Worker;
  readonly tasks: Map<number, Task>;
}

/** Requests that one thread holds: one at work, one waiting, so that no thread idles between two. */
const TASKS_PER_THREAD = 2;
/** Batches are split among the threads, into parts of at least so many files: a message costs about 20 microseconds. */
const LEAST_FILES = 8;
/** Threads that idle so long end: longer than the pauses between epochs, and each holds a large photo's memory. */
const IDLE_MS = 10_000;

/** Threads that decode files. Where there is no worker file (running from sources), this thread decodes. */
export class DecodePool {
  readonly #file: string | undefined;
  readonly #size: number;
  readonly #idleMs: number;
  readonly #threads: Thread[] = [];
  readonly #waiting: Task[] = [];
  readonly #slabs = new Slabs();
  #nextId = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(workerFile: string | undefined, size: number, idleMs = IDLE_MS) {
    this.#file = workerFile;
    this.#size = size;
    this.#idleMs = idleMs;
  }

  /** How many threads there are now. */
  get threads(): number {
    return this.#threads.length;
  }

  /** Starts all threads, so that they are ready when the first batch is asked for. */
  warm(): void {
    if (this.#file === undefined) return;
    while (this.#threads.length < this.#size) this.#start().worker.unref();
    this.#dispatch();
  }

  async load(
    paths: readonly string[],
    spec: ImageSpec,
    signal: AbortSignal,
  ): Promise<LoadedImages> {
    if (this.#file === undefined) return loadHere(paths, spec);
    const bytes = alwaysBytes(spec);
    const imageBytes = imageSize(spec) * (bytes ? 1 : 4);
    const slab = this.#slabs.take(imageBytes * paths.length);
    const count = Math.max(LEAST_FILES, Math.ceil(paths.length / this.#size));
    const parts: Promise<DecodedInto>[] = [];
    for (let first = 0; first < paths.length; first += count) {
      const some = paths.slice(first, first + count);
      parts.push(this.#ask(some, spec, slab, first * imageBytes, signal));
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
    return this.#finish(slab, paths.length, imageBytes, bytes, whole, failures);
  }

  /** Closes the gaps that failed images left, and lends the block to whoever asked. */
  #finish(
    slab: SharedArrayBuffer,
    count: number,
    imageBytes: number,
    bytes: boolean,
    whole: boolean,
    failures: readonly ImageFailure[],
  ): LoadedImages {
    const failed = new Set(failures.map(({ index }) => index));
    let used = count;
    if (failed.size > 0) {
      const all = new Uint8Array(slab);
      used = 0;
      for (let i = 0; i < count; i++) {
        if (failed.has(i)) continue;
        if (used !== i) all.copyWithin(used * imageBytes, i * imageBytes, (i + 1) * imageBytes);
        used++;
      }
    }
    const length = (used * imageBytes) / (bytes ? 1 : 4);
    if (bytes) return { pixels: new Uint8Array(this.#slabs.lend(slab), 0, length), failures };
    if (whole) {
      const pixels = Uint8Array.from(new Float32Array(slab, 0, length));
      this.#slabs.release(slab);
      return { pixels, failures };
    }
    return { pixels: new Float32Array(this.#slabs.lend(slab), 0, length), failures };
  }

  /** Ends all threads; work that is under way is rejected. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    this.#slabs.clear();
    await Promise.all(this.#threads.splice(0).map((thread) => thread.worker.terminate()));
  }

  #ask(
    paths: readonly string[],
    spec: ImageSpec,
    slab: SharedArrayBuffer,
    offsetBytes: number,
    signal: AbortSignal,
  ): Promise<DecodedInto> {
    return new Promise((resolve, reject) => {
      const request: DecodeRequest = { id: this.#nextId++, paths, spec, slab, offsetBytes };
      this.#waiting.push({ request, resolve, reject, signal });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    clearTimeout(this.#idle);
    while (this.#waiting.length > 0) {
      if (this.#waiting[0]!.signal.aborted) {
        this.#waiting.shift()!.reject(aborted());
        continue;
      }
      const thread = this.#freeThread();
      if (!thread) return;
      const task = this.#waiting.shift()!;
      thread.tasks.set(task.request.id, task);
      thread.worker.ref();
      thread.worker.postMessage(task.request);
    }
    if (this.#threads.some(({ tasks }) => tasks.size > 0)) return;
    this.#idle = setTimeout(() => void this.close(), this.#idleMs).unref();
  }

  #freeThread(): Thread | undefined {
    const idle = this.#threads.find((thread) => thread.tasks.size === 0);
    if (idle) return idle;
    if (this.#threads.length < this.#size) return this.#start();
    const [least] = [...this.#threads].sort((a, b) => a.tasks.size - b.tasks.size);
    return least && least.tasks.size < TASKS_PER_THREAD ? least : undefined;
  }

  #start(): Thread {
    const thread: Thread = { worker: new Worker(this.#file!), tasks: new Map() };
    thread.worker.on("message", ({ id, decoded, error }: DecodeReply) => {
      const task = thread.tasks.get(id);
      thread.tasks.delete(id);
      if (thread.tasks.size === 0) thread.worker.unref();
      if (decoded) task?.resolve(decoded);
      else task?.reject(new DatasetError("undecodable", `imageDatasetFromDirectory: ${error}`));
      this.#dispatch();
    });
    thread.worker.on("error", (error) => this.#lose(thread, error));
    thread.worker.on("exit", (code) => this.#lose(thread, new Error(`exit code ${code}`)));
    this.#threads.push(thread);
    return thread;
  }

  /** A thread has died: what it held fails, and later requests get a new one. */
  #lose(thread: Thread, cause: Error): void {
    const at = this.#threads.indexOf(thread);
    if (at >= 0) this.#threads.splice(at, 1);
    const tasks = [...thread.tasks.values()];
    thread.tasks.clear();
    const message = `imageDatasetFromDirectory: a decoding thread ended: ${cause.message}`;
    for (const task of tasks) task.reject(new DatasetError("unavailable", message, { cause }));
    if (at >= 0) this.#dispatch();
  }
}

export function aborted(): DatasetError {
  return new DatasetError("aborted", "imageDatasetFromDirectory: the iteration was stopped.");
}

// jpeg decoding keeps one scratch buffer per thread, so files are taken one after the other here too.
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
