/** The package in a dedicated worker: does what each message asks for and answers with what came of it. */
import * as tf from "@tensorflow/tfjs";
import { diagnoseBackends, type BackendDiagnosis } from "../diagnose";
import { useBackend, type BackendChoice, type UseBackendOptions } from "../use-backend";
import type { BackendName } from "../backend-name";
import { trainingLosses } from "./training-losses";

/** What the worker is asked to do. */
export interface WorkerTask {
  readonly name: BackendName | "auto";
  readonly options?: UseBackendOptions;
  /** Height and width of the images to train on; 0 trains nothing. */
  readonly imageSize: number;
  /** Takes SharedArrayBuffer away first, as an isolated page of WebKitGTK has none. */
  readonly withoutSharedMemory?: boolean;
}

/** What it found, or the message of what it threw. */
export type WorkerAnswer =
  | {
      readonly diagnoses: readonly BackendDiagnosis[];
      readonly choice: BackendChoice;
      readonly losses: readonly number[];
      /** Whether tfjs computes in memory that threads share. */
      readonly shared: boolean;
    }
  | { readonly failure: string };

async function answer(task: WorkerTask): Promise<WorkerAnswer> {
  const { name, options, imageSize, withoutSharedMemory = false } = task;
  if (withoutSharedMemory) Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
  const diagnoses = await diagnoseBackends();
  const choice = await useBackend(name, options);
  const { wasm } = tf.backend() as { readonly wasm?: { readonly HEAPU8: Uint8Array } };
  const shared = wasm !== undefined && !(wasm.HEAPU8.buffer instanceof ArrayBuffer);
  const losses = imageSize === 0 ? [] : await trainingLosses(imageSize);
  return { diagnoses, choice, losses, shared };
}

self.onmessage = async ({ data }: MessageEvent<WorkerTask>) => {
  const reply: WorkerAnswer = await answer(data).catch((error: unknown) => ({
    failure: String(error),
  }));
  self.postMessage(reply);
};
