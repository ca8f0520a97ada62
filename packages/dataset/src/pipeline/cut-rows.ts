/** The steps that cut whole batches for one worker, and that tell which rows of a batch an element has. */
import type * as tf from "@tensorflow/tfjs";
import type { BatchRows, RowsOf } from "./batch-rows";
import { type Element, HostElement } from "./element";
import { HostArray, type HostTree, leaves, mapHost } from "./host";
import type { Iteration, Stage } from "./stage";

/**
 * Cuts elements that are there as a whole. The way for steps that must see whole batches; where it stands, every worker
 * makes the whole batch.
 */
export function cutStage(upstream: Stage, rowsOf: RowsOf): Stage {
  const stage: Stage = {
    cardinality: upstream.cardinality,
    forWorker: () => stage,
    start: (wanted): Iteration => {
      const iteration = upstream.start(wanted);
      return {
        stop: () => iteration.stop(),
        next: async () => {
          const element = await iteration.next();
          return element && cutElement(element, rowsOf);
        },
      };
    },
  };
  return stage;
}

async function cutElement(element: Element, rowsOf: RowsOf): Promise<Element> {
  const tree = await element.host();
  const rows = rowsOf(leaves(tree)[0]?.shape[0] ?? 0);
  return new HostElement(sliceTree(tree, rows), rows);
}

/** The rows of every array; the parts share its memory. */
function sliceTree(tree: HostTree, { start, count, of }: BatchRows): HostTree {
  return mapHost(tree, ({ data, shape, dtype }) => {
    const size = of === 0 ? 0 : data.length / of;
    const piece = data.subarray(start * size, (start + count) * size);
    return new HostArray(piece, [count, ...shape.slice(1)], dtype);
  }) as HostTree;
}

/** Puts to each element which rows it has, as {@link WorkerBatch}. The last step. */
export function tellRowsStage(upstream: Stage): Stage {
  return {
    ...upstream,
    start: (wanted): Iteration => {
      const iteration = upstream.start(wanted);
      return {
        stop: () => iteration.stop(),
        next: async () => {
          const element = await iteration.next();
          return element && tellRows(element);
        },
      };
    },
  };
}

function tellRows(element: Element): Element {
  const { sizeBytes, rows } = element;
  return {
    sizeBytes,
    rows,
    host: () => element.host(),
    dispose: () => element.dispose(),
    tensors: async () => {
      const value = await element.tensors();
      return { ...named(value), rows: { ...rows } } as tf.TensorContainer;
    },
  };
}

/** A batch by its names: `[xs, ys, sampleWeight]` and a bare tensor of inputs are batches too. */
function named(value: tf.TensorContainer): object {
  if (Array.isArray(value)) {
    const [xs, ys, sampleWeight] = value;
    return { xs, ...(ys && { ys }), ...(sampleWeight && { sampleWeight }) };
  }
  return typeof value === "object" && value !== null && "xs" in value ? value : { xs: value };
}
