/** The steps that apply a user's function. */
import { withBatchRows } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { HostElement, TensorElement } from "./element";
import { type HostTree, mapTensors, stack, tensorsIn, unstack } from "./host";
import type { BatchRows } from "./batch-rows";
import { cutStage } from "./cut-rows";
import type { Iteration, Stage } from "./stage";

/**
 * Applies `transform`; its inputs are disposed unless it passes them on.
 *
 * @param acrossRows whether a row's result depends on other rows, so that a worker needs them all
 */
export function mapStage(
  upstream: Stage,
  transform: (value: tf.TensorContainer) => tf.TensorContainer,
  acrossRows = false,
): Stage {
  const whole: Stage = {
    cardinality: upstream.cardinality,
    forWorker: (rowsOf) =>
      acrossRows ? cutStage(whole, rowsOf) : mapStage(upstream.forWorker(rowsOf), transform),
    start: (wanted): Iteration => {
      const iteration = upstream.start(wanted);
      return {
        stop: () => iteration.stop(),
        next: async () => {
          const element = await iteration.next();
          if (!element) return undefined;
          const value = await element.tensors();
          const inputs = tensorsIn(value);
          let kept: readonly tf.Tensor[] = [];
          try {
            const result = tf.tidy(() => applyToRows(transform, value, element.rows));
            kept = tensorsIn(result);
            return new TensorElement(result, element.rows);
          } finally {
            tf.dispose(inputs.filter((input) => !kept.includes(input)));
          }
        },
      };
    },
  };
  return whole;
}

/**
 * Applies `transform` to rows of a batch: layers in it draw for the whole batch. Where a worker has no rows, one that counts
 * for nothing takes their place, for ops on nothing fail, and what is drawn must be drawn.
 */
function applyToRows(
  transform: (value: tf.TensorContainer) => tf.TensorContainer,
  value: tf.TensorContainer,
  rows: BatchRows | null,
): tf.TensorContainer {
  if (rows?.count !== 0) return withBatchRows(rows, () => transform(value));
  const held = mapTensors(value, (tensor) =>
    tf.zeros([1, ...tensor.shape.slice(1)], tensor.dtype as "float32"),
  );
  const result = withBatchRows(rows, () => transform(held));
  return mapTensors(result, (tensor) => tf.slice(tensor, 0, 0));
}

/** Keeps the elements for which `predicate` holds. */
export function filterStage(
  upstream: Stage,
  predicate: (value: tf.TensorContainer) => boolean,
): Stage {
  const whole: Stage = {
    cardinality: NaN,
    // One decision for all workers: it is taken on whole batches.
    forWorker: (rowsOf) => cutStage(whole, rowsOf),
    start: (): Iteration => {
      const iteration = upstream.start();
      return {
        stop: () => iteration.stop(),
        next: async () => {
          for (let element = await iteration.next(); element; element = await iteration.next()) {
            const value = await element.tensors();
            let keep = false;
            try {
              keep = tf.tidy(() => predicate(value));
            } finally {
              if (!keep) tf.dispose(value);
            }
            if (keep) return new TensorElement(value, element.rows);
          }
          return undefined;
        },
      };
    },
  };
  return whole;
}

/** Puts `size` elements together along a new first axis; the last batch may be smaller unless dropped. */
export function batchStage(upstream: Stage, size: number, smallLastBatch: boolean): Stage {
  const batches = upstream.cardinality / size;
  const whole: Stage = {
    cardinality: smallLastBatch ? Math.ceil(batches) : Math.floor(batches),
    forWorker: (rowsOf) => cutStage(whole, rowsOf),
    start: (wanted = Infinity): Iteration => {
      const iteration = upstream.start(wanted * size);
      return {
        stop: () => iteration.stop(),
        next: async () => {
          const trees: HostTree[] = [];
          while (trees.length < size) {
            const element = await iteration.next();
            if (!element) break;
            trees.push(await element.host());
          }
          if (trees.length === 0 || (trees.length < size && !smallLastBatch)) return undefined;
          return new HostElement(stack(trees));
        },
      };
    },
  };
  return whole;
}

/** Takes each element apart along its first axis. */
export function unbatchStage(upstream: Stage, cardinality: number): Stage {
  const whole: Stage = {
    cardinality,
    forWorker: (rowsOf) => cutStage(whole, rowsOf),
    start: (): Iteration => {
      const iteration = upstream.start();
      let ready: HostTree[] = [];
      return {
        stop: () => {
          ready = [];
          iteration.stop();
        },
        next: async () => {
          while (ready.length === 0) {
            const element = await iteration.next();
            if (!element) return undefined;
            ready = unstack(await element.host());
          }
          return new HostElement(ready.shift());
        },
      };
    },
  };
  return whole;
}
