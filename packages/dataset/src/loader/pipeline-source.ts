/** The first stage of the pipeline: files in shuffled order, decoded ahead of the consumer, as batches. */
import { type ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import { decodeParallelism, type ImageDirectory, readAheadBudgetBytes } from "#platform";
import type { ImageSpec, LoadedImages } from "../decode/image-spec";
import { DatasetError } from "../errors";
import { type Element, HostElement } from "../pipeline/element";
import { HostArray, type HostTree } from "../pipeline/host";
import type { SkippedFile } from "../pipeline/image-dataset";
import type { BatchRows, RowsOf } from "../pipeline/batch-rows";
import { cutStage } from "../pipeline/cut-rows";
import { ReadAhead } from "../pipeline/read-ahead";
import type { Iteration, Stage } from "../pipeline/stage";
import { encodeLabels } from "./labels";
import type { LabelMode, OnError } from "./options";
import type { Samples } from "./split";

/** Files decoded in one request when there are no batches. */
const unbatchedGroup = 8;

/** Of a batch with fewer rows than workers. */
const nothingLoaded: Promise<LoadedImages> = Promise.resolve({
  pixels: new Uint8Array(0),
  failures: [],
});

/** Where the pipeline begins: files of a directory, and what is made of them. */
export interface PipelineSource {
  readonly directory: ImageDirectory;
  readonly samples: Samples;
  readonly spec: ImageSpec;
  readonly batchSize: number | null;
  readonly labelMode: LabelMode;
  readonly classes: number;
  /** Null leaves the files in their order. */
  readonly seeds: ShuffleSeedGenerator | null;
  readonly bufferSize: number;
  readonly onError: OnError;
  readonly skipped: Map<string, SkippedFile>;
  readonly print: (line: string) => void;
}

/** @param rowsOf which rows of each batch are read and decoded; null reads them all */
export function imageSourceStage(source: PipelineSource, rowsOf: RowsOf | null = null): Stage {
  const { samples, batchSize, onError, seeds, bufferSize } = source;
  const count = samples.paths.length;
  const stage: Stage = {
    cardinality: onError === "throw" ? (batchSize ? Math.ceil(count / batchSize) : count) : NaN,
    // Without batches there is nothing to cut, and which files fill a batch that passes over damaged ones is known
    // only to whoever decodes them all.
    forWorker: (own) =>
      batchSize === null || onError !== "throw"
        ? cutStage(stage, own)
        : imageSourceStage(source, own),
    start: (wanted = Infinity) => {
      const order = seeds
        ? shuffleIndices(count, bufferSize, seeds.next())
        : Array.from({ length: count }, (_, i) => i)[Symbol.iterator]();
      return new SourceIteration(source, order, wanted, rowsOf);
    },
  };
  return stage;
}

interface Group {
  readonly indices: readonly number[];
  /** Which rows of a batch they are; null where they are not cut. */
  readonly rows: BatchRows | null;
  readonly loaded: Promise<LoadedImages>;
}

/** Images that are decoded and wait to become part of a batch. */
interface Ready {
  readonly pixels: Uint8Array | Float32Array;
  readonly labels: readonly number[];
  used: number;
}

class SourceIteration implements Iteration {
  readonly #source: PipelineSource;
  readonly #order: Iterator<number>;
  readonly #abort = new AbortController();
  readonly #groupSize: number;
  readonly #size: number;
  readonly #ahead: ReadAhead;
  #groups: Group[] = [];
  #ready: Ready[] = [];
  #toDecode: number;
  readonly #rowsOf: RowsOf | null;
  #exhausted = false;

  constructor(
    source: PipelineSource,
    order: Iterator<number>,
    wanted: number,
    rowsOf: RowsOf | null,
  ) {
    const { spec, batchSize } = source;
    this.#source = source;
    this.#rowsOf = rowsOf;
    this.#order = order;
    this.#groupSize = batchSize ?? unbatchedGroup;
    this.#toDecode = wanted * (batchSize ?? 1);
    this.#size = spec.height * spec.width * spec.channels;
    const threads = decodeParallelism();
    const groupBytes = 4 * this.#size * this.#groupSize;
    // At least one group for each thread and one for the consumer, whatever memory says.
    const most = Math.max(
      threads + 1,
      Math.min(4 * threads, Math.floor(readAheadBudgetBytes() / groupBytes)),
    );
    this.#ahead = new ReadAhead(threads + 1, most);
  }

  async next(): Promise<Element | undefined> {
    const { batchSize } = this.#source;
    const needed = batchSize ?? 1;
    for (;;) {
      const available = this.#ready.reduce(
        (sum, { labels, used }) => sum + labels.length - used,
        0,
      );
      if (available >= needed) return this.#assemble(needed);
      if (this.#toDecode <= 0) this.#toDecode = needed; // asked for more than announced
      this.#fill();
      const group = this.#groups.shift();
      if (!group) return available > 0 ? this.#assemble(available) : undefined;
      const asked = performance.now();
      const loaded = await group.loaded;
      this.#ahead.record(performance.now() - asked);
      this.#fill();
      this.#take(group.indices, loaded);
      if (group.rows) return this.#assemble(group.rows.count, group.rows);
    }
  }

  stop(): void {
    this.#abort.abort();
    this.#exhausted = true;
    this.#groups = [];
    this.#ready = [];
  }

  #fill(): void {
    const { directory, samples, spec } = this.#source;
    while (!this.#exhausted && this.#groups.length < this.#ahead.depth && this.#toDecode > 0) {
      const indices: number[] = [];
      while (indices.length < this.#groupSize) {
        const step = this.#order.next();
        if (step.done === true) {
          this.#exhausted = true;
          break;
        }
        indices.push(step.value);
      }
      if (indices.length === 0) return;
      this.#toDecode -= indices.length;
      const rows = this.#rowsOf && this.#rowsOf(indices.length);
      const own = rows ? indices.slice(rows.start, rows.start + rows.count) : indices;
      const paths = own.map((i) => samples.paths[i] as string);
      const loaded =
        paths.length > 0 ? directory.load(paths, spec, this.#abort.signal) : nothingLoaded;
      loaded.catch(() => undefined); // whoever awaits it sees the error; an iteration that was stopped does not care
      this.#groups.push({ indices: own, rows, loaded });
    }
  }

  #take(indices: readonly number[], { pixels, failures }: LoadedImages): void {
    const { samples, onError, skipped, print } = this.#source;
    for (const { index, reason } of failures) {
      const path = samples.paths[indices[index] as number] as string;
      const message = `imageDatasetFromDirectory: cannot decode "${path}": ${reason}.`;
      if (onError === "throw") {
        this.stop();
        throw new DatasetError("undecodable", message);
      }
      if (skipped.has(path)) continue;
      skipped.set(path, { path, reason });
      if (onError === "warn") print(message);
    }
    const failed = new Set(failures.map(({ index }) => index));
    const good = indices.filter((_, i) => !failed.has(i));
    if (good.length === 0) return;
    this.#ready.push({ pixels, labels: good.map((i) => samples.labels?.[i] ?? 0), used: 0 });
  }

  #assemble(count: number, rows: BatchRows | null = null): Element {
    const [first] = this.#ready;
    if (first?.used === 0 && first.labels.length === count) {
      this.#ready.shift();
      return this.#element(first.pixels, first.labels, rows);
    }
    const labels: number[] = [];
    const bytes = this.#ready.every(({ pixels }) => pixels instanceof Uint8Array);
    const pixels = new (bytes ? Uint8Array : Float32Array)(count * this.#size);
    for (let part = this.#ready[0]; part && labels.length < count; part = this.#ready[0]) {
      const n = Math.min(count - labels.length, part.labels.length - part.used);
      const values = part.pixels.subarray(part.used * this.#size, (part.used + n) * this.#size);
      pixels.set(values, labels.length * this.#size);
      labels.push(...part.labels.slice(part.used, part.used + n));
      part.used += n;
      if (part.used === part.labels.length) this.#ready.shift();
    }
    return this.#element(pixels, labels, rows);
  }

  #element(
    pixels: Uint8Array | Float32Array,
    values: readonly number[],
    rows: BatchRows | null,
  ): Element {
    const { spec, labelMode, classes, batchSize } = this.#source;
    const shape = [spec.height, spec.width, spec.channels];
    const xs = new HostArray(pixels, batchSize ? [values.length, ...shape] : shape, "float32");
    if (labelMode === null) return new HostElement(xs, rows);
    const tree: HostTree = { xs, ys: encodeLabels(values, labelMode, classes, batchSize === null) };
    return new HostElement(tree, rows);
  }
}
