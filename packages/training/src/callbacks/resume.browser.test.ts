/** Runs in a page and in a worker that are stopped, and go on from the origin's private file system. */
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "@flowers/backend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderStore } from "../files";
import type { FileStore } from "@flowers/files";
import { ModelCheckpoint } from "./model-checkpoint";
import { resumableRun } from "./test-support/resumable-run";
import type { WorkerMessage, WorkerTask } from "./test-support/resumable-run.worker";

const folder = `resume-${Math.floor(Math.random() * 1e9)}`;
const statePath = "backup/run-state.safetensors";

/** Loads a tfjs model that a checkpoint wrote. */
async function loadModel(store: FileStore, path: string): Promise<tf.LayersModel> {
  const read = async (file: string): Promise<Uint8Array> => {
    const bytes = await store.read(file);
    if (bytes === null) throw new Error(`no ${file}`);
    return bytes;
  };
  const json = JSON.parse(new TextDecoder().decode(await read(path))) as tf.io.ModelJSON;
  const [group] = json.weightsManifest;
  const bytes = await read(group?.paths[0] ?? "");
  const artifacts = { ...json, weightSpecs: group?.weights, weightData: bytes.slice().buffer };
  return tf.loadLayersModel(tf.io.fromMemory(artifacts as tf.io.ModelArtifacts));
}

interface Talk {
  readonly done: Promise<unknown>;
  /** Resolves after so many batches. */
  batches(count: number): Promise<void>;
  post(message: WorkerTask | "stop"): void;
  terminate(): void;
}

function startWorker(task: WorkerTask): Talk {
  const worker = new Worker(new URL("./test-support/resumable-run.worker.ts", import.meta.url), {
    type: "module",
  });
  let seen = 0;
  const waiting: (() => void)[] = [];
  const done = new Promise<unknown>((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === "batch") {
        seen = data.count;
        waiting.forEach((look) => look());
      } else {
        worker.terminate();
        if (data.kind === "done") resolve(data.result);
        else reject(new Error(data.message));
      }
    };
  });
  worker.postMessage(task);
  return {
    done,
    batches: (count) =>
      Promise.race([
        new Promise<void>((resolve) => waiting.push(() => seen >= count && resolve())),
        done.then(() => undefined),
      ]),
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
}

describe("BackupAndRestore and ModelCheckpoint in the page", () => {
  beforeAll(async () => {
    await useBackend("wasm");
  });

  afterAll(async () => {
    await (await navigator.storage.getDirectory()).removeEntry(folder, { recursive: true });
  });

  it.each([
    ["within an epoch", 3, [5, 20]],
    ["after every batch", 1, [1, 11, 30]],
    ["at the ends of epochs", "epoch", [17, 8]],
  ] as const)("goes on %s in a new model and trainer", async (_, saveFreq, stops) => {
    const expected = await resumableRun({ folder: null });
    const store = folderStore(`${folder}/page`);
    const checkpoint = (): ModelCheckpoint[] => [new ModelCheckpoint("model.json", { store })];
    for (const stop of stops) {
      const run = resumableRun({
        folder: "backup",
        store,
        saveFreq,
        callbacks: checkpoint(),
        onBatch: (count) => {
          if (count === stop) throw new Error("stopped");
        },
      });
      await expect(run).rejects.toThrow("stopped");
    }
    const result = await resumableRun({
      folder: "backup",
      store,
      saveFreq,
      callbacks: checkpoint(),
    });
    expect(result).toEqual(expected);
    expect(await store.read(statePath)).toBeNull(); // removed with its folder when training ends
    const model = await loadModel(store, "model.json");
    expect(model.getWeights().map(({ shape }) => shape)).toEqual([[4, 8], [8], [8, 3], [3]]);
    model.dispose();
  });

  it.each([
    ["with swap files", false],
    ["with two files, as in Safari before 26", true],
  ])(
    "goes on in a new worker after the old one was ended, %s",
    async (_, withoutCreateWritable) => {
      const expected = await startWorker({ kind: "run" }).done;
      const task = {
        kind: "run",
        folder: `${folder}/worker-${String(withoutCreateWritable)}`,
        msPerBatch: 1,
        withoutCreateWritable,
      } as const;
      const store = folderStore(task.folder);
      let saved = 0;
      for (let attempt = 0; attempt < 4; attempt++) {
        const worker = startWorker(task);
        // Up to five batches, with a model written after every second and a state after every third; then a moment more.
        // The last one goes far enough for a state, whatever the others did.
        await worker.batches(attempt === 3 ? 5 : 1 + Math.floor(Math.random() * 5));
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
        worker.terminate();
        worker.done.catch(() => undefined);
        if ((await store.read(statePath)) !== null) saved += 1;
        const model = (await store.read("model.json")) && (await loadModel(store, "model.json"));
        model?.dispose();
      }
      expect(saved).toBeGreaterThan(0);
      expect(await startWorker(task).done).toEqual(expected);
      expect(await store.read(statePath)).toBeNull();
    },
  );
});

describe("fit in a worker", () => {
  it("hears messages between batches", async () => {
    const worker = startWorker({ kind: "endless" });
    await worker.batches(1);
    worker.post("stop");
    expect(await worker.done).toMatchObject({ stopped: "aborted" });
  });
});
