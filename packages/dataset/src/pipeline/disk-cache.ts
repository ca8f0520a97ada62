/** Keeps the elements of the first complete iteration on disk, for this process and later ones. */
import { type CacheReader, type CacheWriter, createCache, openCache } from "#platform";
import { type Element, HostElement } from "./element";
import type { Iteration, Stage } from "./stage";

/** @param key what the elements depend on: a cache made for another key is made anew */
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
      if (this.#next < this.#reader.count)
        return new HostElement(await this.#reader.read(this.#next++));
      this.stop();
      return undefined;
    }
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

  stop(): void {
    this.#ended = true;
    this.#reader?.close();
    this.#source?.stop();
    void this.#writer?.abandon();
  }

  async #open(): Promise<void> {
    const key = await this.#key();
    this.#reader = await openCache(this.#path, key);
    if (this.#reader) {
      if (this.#ended) this.#reader.close();
      return;
    }
    this.#writer = await createCache(this.#path, key);
    if (this.#ended)
      await this.#writer.abandon(); // stopped meanwhile
    else this.#source = this.#upstream.start();
  }
}
