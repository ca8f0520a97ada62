/** The steps that choose and order elements without looking at them. */
import { Philox, type ShuffleSeedGenerator } from "@flowers/random";
import type { Element } from "./element";
import type { Iteration, Stage } from "./stage";

/** The first `count` elements. */
export function takeStage(upstream: Stage, count: number): Stage {
  return {
    // NaN stays NaN: what cannot be known does not become known by a limit.
    cardinality: Math.min(upstream.cardinality, count),
    forWorker: (rowsOf) => takeStage(upstream.forWorker(rowsOf), count),
    start: (wanted = Infinity): Iteration => {
      const iteration = upstream.start(Math.min(count, wanted));
      let left = count;
      return {
        stop: () => iteration.stop(),
        next: async () => {
          const element = left > 0 ? await iteration.next() : undefined;
          left--;
          if (!element || left === 0) queueMicrotask(() => iteration.stop());
          return element;
        },
      };
    },
  };
}

/** All but the first `count` elements. */
export function skipStage(upstream: Stage, count: number): Stage {
  return {
    cardinality: Math.max(upstream.cardinality - count, 0),
    forWorker: (rowsOf) => skipStage(upstream.forWorker(rowsOf), count),
    start: (wanted = Infinity): Iteration => {
      const iteration = upstream.start(wanted + count);
      let left = count;
      return {
        stop: () => iteration.stop(),
        next: async () => {
          for (; left > 0; left--) {
            const element = await iteration.next();
            if (!element) return undefined;
            element.dispose();
          }
          return iteration.next();
        },
      };
    },
  };
}

/** The elements `count` times over; each time is a new iteration of what comes before. */
export function repeatStage(upstream: Stage, count: number): Stage {
  return {
    cardinality: count === 0 || upstream.cardinality === 0 ? 0 : upstream.cardinality * count,
    forWorker: (rowsOf) => repeatStage(upstream.forWorker(rowsOf), count),
    start: (): Iteration => {
      let iteration: Iteration | undefined = count > 0 ? upstream.start() : undefined;
      let begun = 1;
      return {
        stop: () => iteration?.stop(),
        next: async () => {
          let empty = false;
          while (iteration) {
            const element = await iteration.next();
            if (element) return element;
            if (begun >= count || empty) iteration = undefined;
            else {
              iteration = upstream.start();
              begun++;
              empty = true; // two empty iterations in a row would go on for ever
            }
          }
          return undefined;
        },
      };
    },
  };
}

/**
 * tf.data's shuffle: a ring buffer of `bufferSize` elements, filled before every output; output slot
 * `(start + next() mod (end - start)) mod bufferSize`, whose place the oldest element takes.
 */
export function shuffleStage(
  upstream: Stage,
  bufferSize: number,
  seeds: ShuffleSeedGenerator,
): Stage {
  return {
    cardinality: upstream.cardinality,
    forWorker: (rowsOf) => shuffleStage(upstream.forWorker(rowsOf), bufferSize, seeds),
    start: (): Iteration => {
      const [seed, seed2] = seeds.next();
      const philox = new Philox(seed, seed2);
      const iteration = upstream.start();
      const buffer = new Map<number, Element>();
      let [start, end, exhausted] = [0, 0, false];
      return {
        stop: () => {
          iteration.stop();
          for (const element of buffer.values()) element.dispose();
          buffer.clear();
        },
        next: async () => {
          while (!exhausted && end - start < bufferSize) {
            const element = await iteration.next();
            if (element) buffer.set(end++ % bufferSize, element);
            else exhausted = true;
          }
          if (end === start) return undefined;
          const chosen = (start + (philox.next() % (end - start))) % bufferSize;
          const oldest = start++ % bufferSize;
          const element = buffer.get(chosen) as Element;
          buffer.set(chosen, buffer.get(oldest) as Element);
          buffer.delete(oldest);
          return element;
        },
      };
    },
  };
}
