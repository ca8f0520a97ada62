/**
 * The decoding workers of this page or worker: started at first need, as many as there are cores, shared by all data
 * sets. Where no worker can be made (a policy forbids it, the worker's file is missing, no module or nested workers),
 * files are decoded on the calling thread: the same pixels, but on one core, and the page stutters meanwhile.
 */
import { loadImages } from "../../../decode/decode-into";
import type { ImageSpec, LoadedImages } from "../../../decode/image-spec";
import { DatasetError } from "../../../errors";
import { startDecodeWorker } from "../../browser-start-worker";
import { fileDecoding } from "./decoders";
import { decodeParallelism } from "../machine";
import { openFile, type SourceFile } from "../directory/source-file";

export interface DecodeRequest {
  readonly id: number;
  readonly files: readonly SourceFile[];
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
  /** It has answered at least once. */
  alive: boolean;
}

/** Requests that one worker holds: one at work, one waiting, so that no worker idles between two. */
const tasksPerWorker = 2;

/** Workers that decode files. */
export class DecodePool {
  readonly #start: () => Worker;
  readonly #size: number;
  #threads: Thread[] = [];
  readonly #waiting: Task[] = [];
  #nextId = 0;
  /** Making a worker failed: those that run continue; where there are none, this thread decodes. */
  #noMore = false;

  constructor(start: () => Worker, size: number) {
    this.#start = start;
    this.#size = size;
  }

  /** How many workers run; 0 before the first request, and where this thread decodes. */
  get workers(): number {
    return this.#threads.length;
  }

  load(files: readonly SourceFile[], spec: ImageSpec, signal: AbortSignal): Promise<LoadedImages> {
    return new Promise((resolve, reject) => {
      const request: DecodeRequest = { id: this.#nextId++, files, spec };
      this.#waiting.push({ request, resolve, reject, signal });
      this.#dispatch();
    });
  }

  /** Ends all workers; work that is under way or waits is rejected. */
  close(): void {
    for (const task of this.#waiting.splice(0)) task.reject(aborted());
    for (const thread of this.#threads) {
      thread.worker.terminate();
      for (const task of thread.tasks.values()) task.reject(aborted());
    }
    this.#threads = [];
  }

  #dispatch(): void {
    for (let task = this.#waiting[0]; task; task = this.#waiting[0]) {
      if (task.signal.aborted) {
        this.#waiting.shift();
        task.reject(aborted());
        continue;
      }
      const thread = this.#freeThread();
      if (!thread && this.#threads.length > 0) return;
      this.#waiting.shift();
      if (!thread) {
        void decodeHere(task);
        continue;
      }
      thread.tasks.set(task.request.id, task);
      this.#send(thread, task);
    }
  }

  /** WebKit sends no handles of files to workers: there the files themselves go. */
  #send(thread: Thread, task: Task): void {
    try {
      thread.worker.postMessage(task.request);
    } catch {
      opened(task.request)
        .then((request) => thread.worker.postMessage(request))
        .catch(() => {
          const { id } = task.request;
          if (!this.#threads.includes(thread) || !thread.tasks.delete(id)) return; // someone else has it
          void decodeHere(task); // names the file that cannot be opened
          this.#dispatch();
        });
    }
  }

  #freeThread(): Thread | undefined {
    const idle = this.#threads.find((thread) => thread.tasks.size === 0);
    if (idle) return idle;
    const added = !this.#noMore && this.#threads.length < this.#size ? this.#add() : undefined;
    if (added) return added;
    const [least] = [...this.#threads].sort((a, b) => a.tasks.size - b.tasks.size);
    return least && least.tasks.size < tasksPerWorker ? least : undefined;
  }

  #add(): Thread | undefined {
    let worker: Worker;
    try {
      worker = this.#start();
    } catch {
      this.#noMore = true;
      return undefined;
    }
    const thread: Thread = { worker, tasks: new Map(), alive: false };
    worker.addEventListener("message", ({ data }: MessageEvent<DecodeReply>) => {
      const { id, loaded, error } = data;
      thread.alive = true;
      const task = thread.tasks.get(id);
      thread.tasks.delete(id);
      if (loaded) task?.resolve(loaded);
      else task?.reject(new DatasetError("undecodable", `imageDatasetFromDirectory: ${error}`));
      this.#dispatch();
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#lose(thread, event.message);
    });
    this.#threads.push(thread);
    return thread;
  }

  /** A worker has failed. One that never answered could not be loaded: this thread takes over what it held. */
  #lose(thread: Thread, message: string): void {
    if (!this.#threads.includes(thread)) return;
    thread.worker.terminate();
    this.#threads = this.#threads.filter((other) => other !== thread);
    const tasks = [...thread.tasks.values()];
    if (!thread.alive) {
      this.#noMore = true;
      this.#waiting.unshift(...tasks);
    } else {
      const text = message === "" ? "no reason given" : message;
      for (const task of tasks) {
        task.reject(
          new DatasetError(
            "unavailable",
            `imageDatasetFromDirectory: a decoding worker ended: ${text}.`,
          ),
        );
      }
    }
    this.#dispatch();
  }
}

/** The request with files in place of their handles. */
async function opened(request: DecodeRequest): Promise<DecodeRequest> {
  return { ...request, files: await Promise.all(request.files.map(openFile)) };
}

function aborted(): DatasetError {
  return new DatasetError("aborted", "imageDatasetFromDirectory: the iteration was stopped.");
}

/** Requests are taken one after the other, so that memory stays what it is with one worker. */
let last: Promise<unknown> = Promise.resolve();

function decodeHere({ request, resolve, reject, signal }: Task): Promise<void> {
  const mine = last.then(async () => {
    if (signal.aborted) throw aborted();
    return loadImages(request.files, request.spec, fileDecoding);
  });
  last = mine.catch(() => undefined);
  return mine.then(resolve, reject);
}

let shared: DecodePool | undefined;

/** The pool of this page or worker. */
export function decodePool(): DecodePool {
  shared ??= new DecodePool(startDecodeWorker, decodeParallelism());
  return shared;
}
