import * as tf from "@tensorflow/tfjs";
import { gzipSync } from "fflate";
import { expect, it } from "vitest";
import { tarOf } from "../test-support/archives";
import { readParity } from "../test-support/fixtures";
import { privateFolder } from "../test-support/folders";
import type { WorkerAnswer, WorkerJob } from "../test-support/loader-worker";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory";

it("downloads, unpacks, decodes in nested workers and caches inside a worker", async () => {
  await tf.setBackend("cpu");
  await privateFolder("loader-worker");
  const { images } = await readParity();
  const files = [...images].map(([path, bytes]) => ({ name: `parity/${path}`, bytes }));
  const archive = new Uint8Array(gzipSync(tarOf(files)));
  const worker = new Worker(new URL("../test-support/loader-worker.ts", import.meta.url), {
    type: "module",
  });
  const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<WorkerAnswer>) => resolve(data));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage({ archive } satisfies WorkerJob);
  });
  worker.terminate();
  expect(answer.error).toBeUndefined();
  expect(answer.ranges).toEqual([null, "bytes=1000-"]);
  expect(answer.decodingWorkers).toBeGreaterThan(0);

  const here = await imageDatasetFromDirectory(new Blob([archive]), {
    shuffle: false,
    imageSize: [7, 9],
    print: () => undefined,
  });
  let sum = 0;
  for await (const { xs, ys } of here) {
    for (const value of xs.dataSync()) sum += value;
    tf.dispose([xs, ys]);
  }
  expect(answer.filePaths).toEqual(here.filePaths);
  expect(answer.sums).toEqual([sum, sum]);
});
