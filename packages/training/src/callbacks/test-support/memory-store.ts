/** Files in a map, and a trainer without a loop, for tests of callbacks. */
import * as tf from "@tensorflow/tfjs";
import type { FileStore } from "@flowers/files";
import type { Trainer } from "../../trainer/trainer";

/** A store in memory that remembers the order of whole-file writes. */
export class MemoryStore implements FileStore {
  readonly content = new Map<string, Uint8Array>();
  readonly written: string[] = [];

  read(path: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.content.get(path) ?? null);
  }

  writeAtomic(path: string, bytes: Uint8Array): Promise<void> {
    this.written.push(path);
    this.content.set(path, bytes);
    return Promise.resolve();
  }

  append(path: string, bytes: Uint8Array): Promise<void> {
    const former = this.content.get(path) ?? new Uint8Array();
    this.content.set(path, Uint8Array.from([...former, ...bytes]));
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    this.content.delete(path);
    return Promise.resolve();
  }

  removeEmptyFolder(): Promise<void> {
    return Promise.resolve();
  }

  text(path: string): string {
    return new TextDecoder().decode(this.content.get(path));
  }
}

/** A trainer with one weight and a float32 rate, driven by hand. */
export class ScriptedTrainer implements Trainer {
  readonly history = null;
  readonly model = tf.sequential({
    name: "scripted",
    layers: [tf.layers.dense({ units: 1, inputShape: [1], useBias: false, name: "only" })],
  });
  stopTraining = false;
  position = { epoch: 0, batch: 0 };
  readonly optimizer: { learningRate: number; iterations: number };

  constructor(learningRate = 0.01) {
    let rate = Math.fround(learningRate);
    this.optimizer = {
      iterations: 0,
      get learningRate() {
        return rate;
      },
      set learningRate(value: number) {
        rate = Math.fround(value);
      },
    };
  }

  get weight(): number {
    return tf.tidy(() => (this.model.weights[0] as tf.LayerVariable).read().dataSync()[0] ?? NaN);
  }

  set weight(value: number) {
    const tensor = tf.tensor2d([[value]]);
    (this.model.weights[0] as tf.LayerVariable).write(tensor);
    tensor.dispose();
  }

  getState(): Promise<never> {
    return Promise.reject(new Error("a scripted trainer has no state"));
  }

  setState(): void {
    throw new Error("a scripted trainer has no state");
  }
}
