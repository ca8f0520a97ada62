/** Computes features of pictures as they come, a few at a time, and keeps them beside the pictures. */
import { useBackend } from "@flowers/backend";
import { imageDatasetFromDirectory } from "@flowers/dataset";
import { efficientNetLite0 } from "@flowers/model-zoo";
import { extractFeatures } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import { layersOf } from "../../../tutorial/photo-forms";
import { pictureFile } from "../storage/picture-store";
import { computingLock, featuresChannel, featuresLock, type FeaturesTold } from "./features-told";
import { addLookingSeconds } from "./looking-time";
import { addFeatures, openFeatures, pictureOf, transferImageSize } from "./feature-file";

/** Pictures at once: enough for all threads, and done in a moment when somebody else wants the processor. */
const atOnce = 8;

/** On WebAssembly, whatever trains: so features are Node's to the last bit, and the graphics card stays with the page. */
async function makeBase(): Promise<tf.LayersModel> {
  await useBackend("wasm").catch(() => useBackend("cpu"));
  return efficientNetLite0({
    imageSize: [transferImageSize, transferImageSize],
    weights: "imagenet",
    pooling: "avg",
  });
}

/** The features of one set of pictures. */
export class FeatureMaker {
  readonly #folder: string;
  readonly #queue: string[] = [];
  #ended = false;
  #stopped = false;
  #wake: (() => void) | null = null;

  /** @param folder of the set, in the app's private folder */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A picture has come: `class/name`, or `nameOf` one of its forms. */
  see(name: string): void {
    this.#queue.push(name);
    this.#wake?.();
  }

  /** No more pictures will come. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** What waits is left out. */
  stop(): void {
    this.#stopped = true;
    this.end();
  }

  /**
   * Works until all is done that has come, or until it is stopped.
   *
   * @throws Error at the end, of the first pictures that could not be done; at once, when the network cannot be had
   */
  async run(): Promise<void> {
    await navigator.locks.request(featuresLock(this.#folder), async () => {
      const known = new Set((await openFeatures(this.#folder)).keys());
      const channel = new BroadcastChannel(featuresChannel);
      let base: tf.LayersModel | undefined;
      let failure: Error | undefined;
      try {
        while (!this.#stopped) {
          const names = this.#next().filter((name) => !known.has(name));
          if (names.length === 0 && this.#queue.length > 0) continue;
          if (names.length === 0 && this.#ended) break;
          if (names.length === 0) {
            await new Promise<void>((resolve) => (this.#wake = resolve));
            continue;
          }
          base ??= await makeBase();
          const network = base;
          try {
            await navigator.locks.request(computingLock, () => this.#compute(network, names));
          } catch (error) {
            failure ??= error as Error; // of a picture that cannot be read; the others can
            continue;
          }
          for (const name of names) known.add(name);
          channel.postMessage({
            folder: this.#folder,
            done: known.size,
          } satisfies FeaturesTold);
        }
      } finally {
        channel.close();
        base?.dispose();
      }
      if (failure !== undefined) throw failure;
    });
  }

  /** The first that wait, all of one form. */
  #next(): string[] {
    const forms = this.#queue.slice(0, atOnce).map((name) => pictureOf(name).form);
    const other = forms.findIndex((form) => form !== forms[0]);
    return this.#queue.splice(0, other < 0 ? atOnce : other);
  }

  async #compute(base: tf.LayersModel, names: readonly string[]): Promise<void> {
    const paths = names.map((name) => pictureOf(name).path);
    const found = await Promise.all(paths.map((path) => pictureFile(this.#folder, path)));
    // The loader reads what lies in the set's folders; here it is given a few, named by their places.
    const named = found.map(
      (file, i) => new File([file], `${String(i).padStart(3, "0")}.${file.name.split(".").at(-1)}`),
    );
    const pictures = await imageDatasetFromDirectory(named, {
      labels: null,
      shuffle: false,
      imageSize: [transferImageSize, transferImageSize],
      batchSize: atOnce,
      verbose: false,
      print: () => undefined,
    });
    const readable = pictures.filePaths.map(
      (file) => names[Number(/(\d+)\.[^.]*$/.exec(file)?.[1])] as string,
    );
    const augmentation = layersOf(pictureOf(names[0] ?? "").form);
    const begun = performance.now();
    const features = await extractFeatures(pictures, base, { augmentation });
    try {
      const values = (await features.xs.data()) as Float32Array;
      if (this.#stopped) return;
      await addFeatures(this.#folder, readable, values);
      await addLookingSeconds(this.#folder, (performance.now() - begun) / 1000);
    } finally {
      features.dispose();
    }
  }
}
