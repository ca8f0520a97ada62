/**
 * Threads that serve requests: started at first need, as many as asked for. They never keep the process alive (one is
 * referenced only while it works), and they end when nothing was asked of them for a while.
 */
import { Worker } from "node:worker_threads";
import { DatasetError } from "../../../errors";
import type { Answers, ThreadMessage, ThreadReply, ThreadRequest } from "./thread-requests";

interface Task {
  readonly message: ThreadMessage;
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface Thread {
  readonly worker: Worker;
  readonly tasks: Map<number, Task>;
}

/** Requests that one thread holds: one at work, one waiting, so that no thread idles between two. */
const tasksPerThread = 2;

/** Threads make few short-lived objects; V8's default lets each take 48 MB before it tidies up. */
const threadLimits = { maxYoungGenerationSizeMb: 6 };

export class ThreadPool {
  readonly #file: string;
  readonly #size: number;
  readonly #idleMs: number;
  readonly #onIdle: () => void;
  readonly #threads: Thread[] = [];
  readonly #waiting: Task[] = [];
  #nextId = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @param onIdle called when the threads end because nothing was asked for `idleMs` */
  constructor(workerFile: string, size: number, idleMs: number, onIdle: () => void) {
    this.#file = workerFile;
    this.#size = size;
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
  }

  /** How many threads there are now. */
  get threads(): number {
    return this.#threads.length;
  }

  /** Starts all threads. */
  warm(): void {
    while (this.#threads.length < this.#size) this.#start().worker.unref();
    this.#dispatch();
  }

  /** What a thread answers. Aborting drops what has not begun. */
  ask<R extends ThreadRequest>(request: R, signal: AbortSignal): Promise<Answers[R["kind"]]> {
    return new Promise((resolve, reject) => {
      const message: ThreadMessage = { id: this.#nextId++, request };
      this.#waiting.push({ message, resolve: resolve as Task["resolve"], reject, signal });
      this.#dispatch();
    });
  }

  /** Ends all threads; work that is under way or waits is rejected. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const waiting = this.#waiting.splice(0);
    await Promise.all(this.#threads.splice(0).map((thread) => thread.worker.terminate()));
    for (const task of waiting) task.reject(ended(new Error("it was closed")));
  }

  #dispatch(): void {
    clearTimeout(this.#idle);
    for (let task = this.#waiting[0]; task; task = this.#waiting[0]) {
      if (task.signal.aborted) {
        this.#waiting.shift();
        task.reject(aborted());
        continue;
      }
      const thread = this.#freeThread();
      if (!thread) return;
      this.#waiting.shift();
      thread.tasks.set(task.message.id, task);
      thread.worker.ref();
      thread.worker.postMessage(task.message);
    }
    if (this.#threads.some(({ tasks }) => tasks.size > 0)) return;
    this.#idle = setTimeout(() => {
      void this.close();
      this.#onIdle();
    }, this.#idleMs).unref();
  }

  #freeThread(): Thread | undefined {
    const idle = this.#threads.find((thread) => thread.tasks.size === 0);
    if (idle) return idle;
    if (this.#threads.length < this.#size) return this.#start();
    const [least] = [...this.#threads].sort((a, b) => a.tasks.size - b.tasks.size);
    return least && least.tasks.size < tasksPerThread ? least : undefined;
  }

  #start(): Thread {
    const thread: Thread = {
      worker: new Worker(this.#file, { resourceLimits: threadLimits }),
      tasks: new Map(),
    };
    thread.worker.on("message", ({ id, answer, error }: ThreadReply) => {
      const task = thread.tasks.get(id);
      thread.tasks.delete(id);
      if (thread.tasks.size === 0) thread.worker.unref();
      if (answer !== undefined) task?.resolve(answer);
      else task?.reject(new DatasetError("undecodable", `imageDatasetFromDirectory: ${error}`));
      this.#dispatch();
    });
    thread.worker.on("error", (error) => this.#lose(thread, error));
    thread.worker.on("exit", (code) => this.#lose(thread, new Error(`exit code ${code}`)));
    this.#threads.push(thread);
    return thread;
  }

  /** A thread has ended, and writes no more: what it held fails, and later requests get a new one. */
  #lose(thread: Thread, cause: Error): void {
    const at = this.#threads.indexOf(thread);
    if (at >= 0) this.#threads.splice(at, 1);
    const tasks = [...thread.tasks.values()];
    thread.tasks.clear();
    for (const task of tasks) task.reject(ended(cause));
    if (at >= 0) this.#dispatch();
  }
}

function ended(cause: Error): DatasetError {
  const message = `imageDatasetFromDirectory: a decoding thread ended: ${cause.message}`;
  return new DatasetError("unavailable", message, { cause });
}

export function aborted(): DatasetError {
  return new DatasetError("aborted", "imageDatasetFromDirectory: the iteration was stopped.");
}
