/** The sample set, painted here and now by as many workers as there are cores. */
import { wrap } from "comlink";
import {
  newPictureIndex,
  sampleClassNames,
  sampleFileName,
  samplesPerClass,
} from "../../../tutorial/sample/paint";
import type { IncomingFile } from "./incoming";
import type { Painter } from "./paint-worker";

export const sampleCount = sampleClassNames.length * samplesPerClass;

/** A sunflower that is not in the set. */
export async function newSample(): Promise<Blob> {
  const worker = paintWorker();
  try {
    return await wrap<Painter>(worker).paint("sunflowers", newPictureIndex);
  } finally {
    worker.terminate();
  }
}

const paintWorker = (): Worker =>
  new Worker(new URL("./paint-worker.ts", import.meta.url), { type: "module", name: "painter" });

/** Every file of the set; the classes take turns, so that all of them show early. */
export async function* sampleFiles(signal: AbortSignal): AsyncGenerator<IncomingFile> {
  const workers = Array.from(
    { length: Math.max(1, Math.min(4, navigator.hardwareConcurrency)) },
    paintWorker,
  );
  const painters = workers.map((worker) => wrap<Painter>(worker));
  try {
    const jobs = Array.from({ length: samplesPerClass }, (_, index) => index).flatMap((index) =>
      sampleClassNames.map((className) => ({ className, index })),
    );
    // Each painter has a picture in hand and another in wait.
    const ahead = workers.length * 2;
    const started: Promise<Blob>[] = [];
    for (const [at, { className, index }] of jobs.entries()) {
      while (started.length < Math.min(jobs.length, at + ahead)) {
        const job = jobs[started.length];
        const painter = painters[started.length % painters.length];
        if (!job || !painter) break;
        const picture = painter.paint(job.className, job.index);
        picture.catch(() => undefined); // whoever waits for it hears of it
        started.push(picture);
      }
      signal.throwIfAborted();
      const picture = await started[at];
      if (picture) {
        yield {
          path: `${className}/${sampleFileName(index)}`,
          bytes: () => picture.arrayBuffer().then((buffer) => new Uint8Array(buffer)),
        };
      }
    }
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
