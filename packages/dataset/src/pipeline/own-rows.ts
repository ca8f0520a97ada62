/** Which rows of each batch are a worker's own, where several train on one data set together. */
import { type Element, HostElement } from "./element";
import { leaves, mapHost, type HostTree } from "./host";
import { HostArray } from "./host";
import type { Iteration, Stage } from "./stage";

/** One worker of several. */
export interface WorkerPlace {
  /** How many workers share each batch, from 1. */
  readonly workers: number;
  /** Which of them this is, from 0. */
  readonly index: number;
}

/** A contiguous piece of a batch. */
export interface OwnRows {
  /** The first row of the piece, counted in the whole batch. */
  readonly first: number;
  /** Rows of the piece; 0 where the batch has fewer rows than there are workers. */
  readonly count: number;
  /** Rows of the whole batch. */
  readonly total: number;
}

/** The piece of a batch of `total` rows: contiguous, in the workers' order, the first `total % workers` one row longer. */
export function rowsOf(total: number, { workers, index }: WorkerPlace): OwnRows {
  const [least, longer] = [Math.floor(total / workers), total % workers];
  const first = index * least + Math.min(index, longer);
  return { first, count: least + (index < longer ? 1 : 0), total };
}

/**
 * Cuts elements that are there as a whole. The way for steps that must see whole batches; where it stands, every worker
 * makes the whole batch.
 */
export function ownRowsStage(upstream: Stage, place: WorkerPlace): Stage {
  return {
    cardinality: upstream.cardinality,
    ownRows: () => {
      throw new TypeError("ImageDataset.ownRows: the rows of a piece are not cut again.");
    },
    start: (wanted): Iteration => {
      const iteration = upstream.start(wanted);
      return {
        stop: () => iteration.stop(),
        next: async () => {
          const element = await iteration.next();
          return element && cutElement(element, place);
        },
      };
    },
  };
}

async function cutElement(element: Element, place: WorkerPlace): Promise<Element> {
  const tree = await element.host();
  const total = leaves(tree)[0]?.shape[0] ?? 0;
  const rows = rowsOf(total, place);
  return new HostElement(sliceTree(tree, rows), rows);
}

/** The rows of every array; the parts share its memory. */
function sliceTree(tree: HostTree, { first, count, total }: OwnRows): HostTree {
  return mapHost(tree, ({ data, shape, dtype }) => {
    const size = total === 0 ? 0 : data.length / total;
    const piece = data.subarray(first * size, (first + count) * size);
    return new HostArray(piece, [count, ...shape.slice(1)], dtype);
  }) as HostTree;
}
