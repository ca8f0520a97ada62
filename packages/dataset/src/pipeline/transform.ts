/** The steps that apply a user's function. */
import * as tf from "@tensorflow/tfjs";
import { HostElement, TensorElement } from "./element";
import { type HostTree, stack, tensorsIn, unstack } from "./host";
import type { Iteration, Stage } from "./stage";

/** Applies `transform`; its inputs are disposed unless it passes them on. */
export function mapStage(
  upstream: Stage,
  transform: (value: tf.TensorContainer) => tf.TensorContainer,
): Stage {
  return {
    cardinality: upstream.cardinality,
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
            const result = tf.tidy(() => transform(value));
            kept = tensorsIn(result);
            return new TensorElement(result);
          } finally {
            tf.dispose(inputs.filter((input) => !kept.includes(input)));
          }
        },
      };
    },
  };
}

/** Keeps the elements for which `predicate` holds. */
export function filterStage(
  upstream: Stage,
  predicate: (value: tf.TensorContainer) => boolean,
): Stage {
  return {
    cardinality: NaN,
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
            if (keep) return new TensorElement(value);
          }
          return undefined;
        },
      };
    },
  };
}

/** Puts `size` elements together along a new first axis; the last batch may be smaller unless dropped. */
export function batchStage(upstream: Stage, size: number, smallLastBatch: boolean): Stage {
  const batches = upstream.cardinality / size;
  return {
    cardinality: smallLastBatch ? Math.ceil(batches) : Math.floor(batches),
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
}

/** Takes each element apart along its first axis. */
export function unbatchStage(upstream: Stage, cardinality: number): Stage {
  return {
    cardinality,
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
}
