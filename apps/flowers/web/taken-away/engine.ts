/** The worker of the page that is taken away: one model, on one thread of WebAssembly as in the page that made it. */
import { registerKernels } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { expose, transfer } from "comlink";
import { directionsIn } from "../../tutorial/direction";
import {
  type KnownPictures,
  knownPictures,
  nearestTo,
  noveltyOf,
} from "../../tutorial/familiarity";
import { seeingPart } from "../../tutorial/seeing-part";
import { classifyPhoto } from "../engine/classify-photo";
import { featuresOf } from "../engine/explaining/features-of";
import { fromFiles } from "../engine/storage/model-files";
import type { About, Brought, Engine } from "./contract";

interface Opened {
  readonly about: About;
  readonly model: tf.LayersModel;
  /** What it knows of its training pictures; null where it brings nothing of them. */
  readonly learned: { readonly seeing: tf.LayersModel; readonly known: KnownPictures } | null;
}

let opened: Promise<Opened>;

const engine: Engine = {
  async open(about, brought) {
    opened = open(about, brought);
    await opened;
  },

  async classify(photo) {
    const { model, about } = await opened;
    const { ranking, bitmap } = await classifyPhoto(model, about.classNames, photo);
    return transfer({ ranking, bitmap }, [bitmap]);
  },

  async noveltyOf(photo) {
    const { learned, about } = await opened;
    if (!learned || !about.familiarity) return null;
    const features = await featuresOf(learned.seeing, photo);
    const [near] = nearestTo(learned.known, features, 1);
    return noveltyOf(about.familiarity, near?.distance ?? Infinity);
  },
};

async function open(about: About, { json, weights, directions }: Brought): Promise<Opened> {
  await start();
  const model = await fromFiles({ json, weights: await bytesOf(weights) });
  if (!about.familiarity) return { about, model, learned: null };
  const seeing = seeingPart(model);
  const features = seeing.outputs[0]?.shape.at(-1) ?? 0;
  const all = new Int8Array(await bytesOf(directions));
  return {
    about,
    model,
    learned: { seeing, known: knownPictures(directionsIn(all, features), []) },
  };
}

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

/** Of parts in base64. */
function bytesOf(parts: readonly string[]): Promise<ArrayBuffer> {
  const bytes = parts.map((part) => Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0)));
  return new Blob(bytes).arrayBuffer();
}

expose(engine);
