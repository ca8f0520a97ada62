/** The worker of the page that is taken away: one model, on one thread of WebAssembly as in the page that made it. */
import { registerKernels } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { expose, transfer } from "comlink";
import { classifyPhoto } from "../engine/classify-photo";
import { fromFiles } from "../engine/storage/model-files";
import type { Engine } from "./contract";

let opened: Promise<{ readonly model: tf.LayersModel; readonly classNames: readonly string[] }>;

const engine: Engine = {
  async open(json, weights, classNames) {
    opened = start().then(async () => ({
      model: await fromFiles({ json, weights: await new Blob(weights.map(bytesOf)).arrayBuffer() }),
      classNames,
    }));
    await opened;
  },

  async classify(photo) {
    const { model, classNames } = await opened;
    const { ranking, bitmap } = await classifyPhoto(model, classNames, photo);
    return transfer({ ranking, bitmap }, [bitmap]);
  },
};

async function start(): Promise<void> {
  registerKernels(); // before the backend starts, which sets its kernels up
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths({
    "tfjs-backend-wasm.wasm": simd,
    "tfjs-backend-wasm-simd.wasm": simd,
    "tfjs-backend-wasm-threaded-simd.wasm": simd,
  });
  const hasSimd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  await tf.setBackend(hasSimd ? "wasm" : "cpu");
  await tf.ready();
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

expose(engine);
