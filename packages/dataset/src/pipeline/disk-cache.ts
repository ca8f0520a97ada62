/** Keeps the elements of the first complete iteration on disk, for this process and later ones. */
import { type CacheReader, type CacheWriter, createCache, openCache } from "#platform";
import { type Element, HostElement } from "./element";
import type { HostTree } from "./host";
import { type BatchRows, nameOf } from "./batch-rows";
import type { Iteration, Stage } from "./stage";

/**
 * @param key what the elements depend on: a cache made for another key is made again
 * @param cut whether the elements are pieces of batches
 */
export function diskCacheStage(
  upstream: Stage,
  path: string,
  key: () => Promise<string>,
  cut = false,
): Stage {
  return {
    cardinality: upstream.cardinality,
    // A file for each worker: those of one machine may have the same path.
    forWorker: (rowsOf) =>
      diskCacheStage(
        upstream.forWorker(rowsOf),
        `${path}.rows-${nameOf(rowsOf)}`,
        async () => JSON.stringify([await key(), nameOf(rowsOf)]),
        true,
      ),
    start: () => new DiskCacheIteration(upstream, path, key, cut),
  };
}

class DiskCacheIteration implements Iteration {
  readonly #upstream: Stage;
  readonly #path: string;
  readonly #key: () => Promise<string>;
  readonly #cut: boolean;
  #reader: CacheReader | undefined;
  #writer: CacheWriter | undefined;
  #source: Iteration | undefined;
  #next = 0;
  #ended = false;

  constructor(upstream: Stage, path: string, key: () => Promise<string>, cut: boolean) {
    this.#upstream = upstream;
    this.#path = path;
    this.#key = key;
    this.#cut = cut;
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
        return fromStored(tree, this.#cut);
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
    await this.#writer?.append(toStored(tree, element.rows));
    return new HostElement(tree, element.rows);
  }

  async #open(): Promise<void> {
    this.#reader = await openCache(this.#path, await this.#key());
    if (!this.#reader) await this.#rebuild();
    else if (this.#ended) this.#reader.close();
  }

  async #rebuild(): Promise<void> {
    this.#writer = await createCache(this.#path, await this.#key());
    if (this.#ended) await this.#writer.abandon(); // stopped meanwhile
    else this.#source = this.#upstream.start();
  }
}

/** What is written down of a piece of a batch: which rows it is, and the rows. A whole batch is written as it is. */
interface StoredPiece {
  readonly rows: BatchRows;
  readonly piece: HostTree;
}

function toStored(tree: HostTree, rows: BatchRows | null): HostTree {
  return rows ? { rows: { ...rows }, piece: tree } : tree;
}

function fromStored(tree: HostTree, cut: boolean): HostElement {
  if (!cut) return new HostElement(tree);
  const { rows, piece } = tree as unknown as StoredPiece;
  return new HostElement(piece, rows);
}
