/** Runs the whole way from a download to batches inside a worker, as an app that trains in one does. */
import * as tf from "@tensorflow/tfjs";
import { getFile } from "../files/get-file";
import { imageDatasetFromDirectory } from "../loader/image-dataset-from-directory";
import { decodePool } from "../platform/browser/decode/decode-pool";

/** What the worker is sent, and what it answers. */
export interface WorkerJob {
  readonly archive: Uint8Array<ArrayBuffer>;
}
export interface WorkerAnswer {
  readonly filePaths?: readonly string[];
  /** The sum of all pixels: decoded, then from the cache. */
  readonly sums?: readonly number[];
  readonly decodingWorkers?: number;
  readonly ranges?: readonly (string | null)[];
  readonly error?: string;
}

const port = self as unknown as Pick<Worker, "postMessage" | "addEventListener">;

async function run({ archive }: WorkerJob): Promise<WorkerAnswer> {
  await tf.setBackend("cpu");
  const ranges: (string | null)[] = [];
  const serve =
    (breakOff: boolean): typeof fetch =>
    (_, init) => {
      const range = new Headers(init?.headers).get("range");
      ranges.push(range);
      const part = archive.subarray(Number(/\d+/.exec(range ?? "")?.[0] ?? 0));
      let given = false;
      // Each pull is a read: the error comes when what was before it has been read.
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
        if (!given) controller.enqueue(breakOff ? part.subarray(0, 1000) : part);
        else if (breakOff) controller.error(new TypeError("network error"));
        else controller.close();
        given = true;
      };
      const stream = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
      return Promise.resolve(new Response(stream, { status: range === null ? 200 : 206 }));
    };
  const cacheFolder = "opfs:/loader-worker";
  const url = "https://example.org/parity.tgz";
  await getFile(url, { cacheFolder, fetch: serve(true), force: true }).catch(() => undefined);
  const folder = await getFile(url, { cacheFolder, fetch: serve(false), extract: true });
  const dataset = await imageDatasetFromDirectory(`${folder}/parity`, {
    shuffle: false,
    imageSize: [7, 9],
    print: () => undefined,
  });
  const cached = dataset.cache("loader-worker/cache");
  const sums: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    let sum = 0;
    for await (const { xs, ys } of cached) {
      for (const value of xs.dataSync()) sum += value;
      tf.dispose([xs, ys]);
    }
    sums.push(sum);
  }
  return { filePaths: dataset.filePaths, sums, decodingWorkers: decodePool().workers, ranges };
}

port.addEventListener("message", ({ data }: MessageEvent<WorkerJob>) => {
  void run(data).then(
    (answer) => port.postMessage(answer),
    (error: unknown) => port.postMessage({ error: String(error) } satisfies WorkerAnswer),
  );
});
