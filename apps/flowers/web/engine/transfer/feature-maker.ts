/** Computes features of pictures as they come, a few at a time, and keeps them beside the pictures. */
import { useBackend } from "@flowers/backend";
import { imageDatasetFromDirectory } from "@flowers/dataset";
import { FrozenNetwork } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { layersOf } from "../../../tutorial/photo-forms";
import { exclusively } from "../storage/exclusively";
import { pictureFile } from "../storage/picture-store";
import { computingLock, featuresChannel, featuresLock, type FeaturesTold } from "./features-told";
import { addLookingSeconds } from "./looking-time";
import { addFeatures, openFeatures, pictureOf, transferImageSize } from "./feature-file";
import { pretrainedNetwork } from "./pretrained-network";
import { WaitingNames } from "./waiting-names";

/** Pictures at once: enough for all threads, and done in a moment when somebody else wants the processor. */
const atOnce = 8;

/** On WebAssembly, whatever trains: so features are Node's to the last bit, and the graphics card stays with the page. */
async function makeNetwork(): Promise<FrozenNetwork> {
  await useBackend("wasm").catch(() => useBackend("cpu"));
  return new FrozenNetwork(await pretrainedNetwork()); // for as long as the worker lives
}

/** The features of one set of pictures. */
export class FeatureMaker {
  readonly #folder: string;
  readonly #waiting = new WaitingNames();
  #stopped = false;
  #network: Promise<FrozenNetwork> | null = null;
  /** The work on what has come; ends when nothing waits any more. */
  #work: Promise<void> | null = null;
  #failure: Error | undefined;

  /** @param folder of the set, in the app's private folder */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Pictures have come: ids, or `nameOf` one of their forms. */
  see(names: readonly string[]): void {
    this.#waiting.add(names);
    this.#work ??= this.#drain().finally(() => {
      this.#work = null;
      if (this.#isWanted) this.see([]);
    });
  }

  /** What waits is left out. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Resolves when nothing waits any more.
   *
   * @throws Error of the first pictures that could not be done since it was asked last; or when the network cannot be had
   */
  async rest(): Promise<void> {
    while (this.#work) await this.#work;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  get #isWanted(): boolean {
    return !this.#stopped && !this.#waiting.isEmpty;
  }

  /** Holds the set's lock until all is done, so that whoever needs the features can wait for them. */
  async #drain(): Promise<void> {
    try {
      await exclusively(featuresLock(this.#folder), async () => {
        const known = new Set((await openFeatures(this.#folder)).keys());
        const channel = new BroadcastChannel(featuresChannel);
        try {
          while (this.#isWanted) {
            const names = this.#waiting.take(atOnce).filter((name) => !known.has(name));
            if (names.length === 0) continue;
            const network = await (this.#network ??= makeNetwork());
            await this.#tryOut(() =>
              exclusively(computingLock, () => this.#compute(network, names)),
            );
            for (const name of names) known.add(name);
            const told: FeaturesTold = { folder: this.#folder, done: known.size };
            channel.postMessage(told);
          }
        } finally {
          channel.close();
        }
      });
    } catch (error) {
      this.#failure ??= error as Error;
      this.#network = null; // it may be had another time
      this.#waiting.clear();
    }
  }

  /** A picture that cannot be read fails; the others can be. */
  async #tryOut(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }

  async #compute(network: FrozenNetwork, names: readonly string[]): Promise<void> {
    const ids = names.map((name) => pictureOf(name).id);
    const found = await Promise.all(ids.map((id) => pictureFile(this.#folder, id)));
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
    const begun = performance.now();
    const layers = layersOf(pictureOf(names[0] ?? "").form);
    for await (const xs of pictures) {
      const features = tf.tidy(() => {
        const seen = layers.reduce<tf.Tensor>(
          (x, layer) => layer.apply(x, { training: true }) as tf.Tensor,
          tf.clone(xs),
        );
        return network.run(seen);
      });
      xs.dispose();
      try {
        const values = (await features.data()) as Float32Array;
        if (this.#stopped) return;
        await addFeatures(this.#folder, readable, values);
        await addLookingSeconds(this.#folder, (performance.now() - begun) / 1000);
      } finally {
        features.dispose();
      }
    }
  }
}
