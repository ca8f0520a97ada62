/**
 * The decoding threads of this process: started at first need, as many as there are cores, shared by all datasets.
 * They never keep the process alive: a thread is referenced only while it works.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { ImageSpec, LoadedImages } from "../../decode/load-pixels";
import { DatasetError } from "../../errors";
import { loadFiles } from "./decode-file";
import { decodeParallelism } from "./machine";

export interface DecodeRequest {
  readonly id: number;
  readonly paths: readonly string[];
  readonly spec: ImageSpec;
}

export interface DecodeReply {
  readonly id: number;
  readonly loaded?: LoadedImages;
  readonly error?: string;
}

interface Task {
  readonly request: DecodeRequest;
  readonly resolve: (loaded: LoadedImages) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface Thread {
  readonly worker: Worker;
  readonly tasks: Map<number, Task>;
}

/** Requests that one thread holds: one at work, one waiting, so that no thread idles between two. */
const TASKS_PER_THREAD = 2;

/** Threads that decode files. Where there is no worker file (running from sources), this thread decodes. */
export class DecodePool {
  readonly #file: string | undefined;
  readonly #size: number;
  readonly #threads: Thread[] = [];
  readonly #waiting: Task[] = [];
  #nextId = 0;

  constructor(workerFile: string | undefined, size: number) {
    this.#file = workerFile;
    this.#size = size;
  }

  load(paths: readonly string[], spec: ImageSpec, signal: AbortSignal): Promise<LoadedImages> {
    if (this.#file === undefined) return loadHere(paths, spec);
    return new Promise((resolve, reject) => {
      const request: DecodeRequest = { id: this.#nextId++, paths, spec };
      this.#waiting.push({ request, resolve, reject, signal });
      this.#dispatch();
    });
  }

  /** Ends all threads; work that is under way is rejected. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.worker.terminate()));
  }

  #dispatch(): void {
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
    thread.worker.on("message", ({ id, loaded, error }: DecodeReply) => {
      const task = thread.tasks.get(id);
      thread.tasks.delete(id);
      if (thread.tasks.size === 0) thread.worker.unref();
      if (loaded) task?.resolve(loaded);
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
    for (const task of tasks) {
      task.reject(
        new DatasetError(
          "unavailable",
          `imageDatasetFromDirectory: a decoding thread ended: ${cause.message}`,
          {
            cause,
          },
        ),
      );
    }
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
