/** Keeps the elements of the first complete iteration on disk, for this process and later ones. */
import { type CacheReader, type CacheWriter, createCache, openCache } from "#platform";
import { type Element, HostElement } from "./element";
import type { Iteration, Stage } from "./stage";

/** @param key what the elements depend on: a cache made for another key is made again */
export function diskCacheStage(upstream: Stage, path: string, key: () => Promise<string>): Stage {
  return {
    cardinality: upstream.cardinality,
    start: () => new DiskCacheIteration(upstream, path, key),
  };
}

class DiskCacheIteration implements Iteration {
  readonly #upstream: Stage;
  readonly #path: string;
  readonly #key: () => Promise<string>;
  #reader: CacheReader | undefined;
  #writer: CacheWriter | undefined;
  #source: Iteration | undefined;
  #next = 0;
  #ended = false;

  constructor(upstream: Stage, path: string, key: () => Promise<string>) {
    this.#upstream = upstream;
    this.#path = path;
    this.#key = key;
  }

  async next(): Promise<Element | undefined> {
    if (this.#ended) return undefined;
    if (!this.#reader && !this.#source) await this.#open();
    if (this.#reader) {
      if (this.#next === this.#reader.count) {
        this.stop();
        return undefined;
      }
      const tree = await this.#reader.read(this.#next);
      if (this.#ended) return undefined;
      if (tree !== undefined) {
        this.#next++;
        return new HostElement(tree);
      }
      // Damaged, as it turns out: made again. The elements come in the same order, so the first are passed over.
      this.#reader.close();
      this.#reader = undefined;
      await this.#rebuild();
      for (let i = 0; i < this.#next && !this.#ended; i++) await this.#record();
    }
    return this.#record();
  }

  stop(): void {
    this.#ended = true;
    this.#reader?.close();
    this.#source?.stop();
    void this.#writer?.abandon();
  }

  /** The next element of what comes before, which is written down. */
  async #record(): Promise<Element | undefined> {
    const element = await this.#source?.next();
    if (!element) {
      if (!this.#ended) await this.#writer?.commit();
      this.#ended = true;
      return undefined;
    }
    const tree = await element.host();
    await this.#writer?.append(tree);
    return new HostElement(tree);
  }

  async #open(): Promise<void> {
    this.#reader = await openCache(this.#path, await this.#key());
    if (!this.#reader) await this.#rebuild();
    else if (this.#ended) this.#reader.close();
  }

  async #rebuild(): Promise<void> {
    this.#writer = await createCache(this.#path, await this.#key());
    if (this.#ended)
      await this.#writer.abandon(); // stopped meanwhile
    else this.#source = this.#upstream.start();
  }
}
