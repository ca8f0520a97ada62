/** Keeps the elements of the first complete iteration in memory, as typed arrays. */
import { keepPixels } from "#platform";
import { HostElement } from "./element";
import { leaves } from "./host";
import { nameOf } from "./batch-rows";
import { cutStage } from "./cut-rows";
import type { Iteration, Stage } from "./stage";

/**
 * An iteration that is stopped before its end leaves nothing behind, as in tf.data. Once filled, what comes before
 * is not started any more, so its shuffle draws no further seeds.
 */
export function memoryCacheStage(upstream: Stage): Stage {
  let filled: readonly HostElement[] | undefined;
  const pieces = new Map<string, Stage>();
  const whole: Stage = {
    cardinality: upstream.cardinality,
    forWorker: (rowsOf) => {
      const name = nameOf(rowsOf);
      const piece =
        pieces.get(name) ??
        (filled ? cutStage(whole, rowsOf) : memoryCacheStage(upstream.forWorker(rowsOf)));
      pieces.set(name, piece);
      return piece;
    },
    start: (): Iteration =>
      filled ? replay(filled) : record(upstream.start(), (all) => (filled ??= all)),
  };
  return whole;
}

function replay(elements: readonly HostElement[]): Iteration {
  let at = 0;
  return {
    stop: () => {
      at = elements.length;
    },
    next: () => Promise.resolve(elements[at++]),
  };
}

function record(iteration: Iteration, fill: (all: readonly HostElement[]) => void): Iteration {
  let elements: HostElement[] = [];
  let stopped = false;
  return {
    stop: () => {
      stopped = true;
      elements = [];
      iteration.stop();
    },
    next: async () => {
      const element = await iteration.next();
      if (!element) {
        if (!stopped) fill(elements);
        return undefined;
      }
      const kept = new HostElement(await element.host(), element.rows);
      if (stopped) return kept;
      elements.push(kept);
      for (const { data } of leaves(kept.tree)) keepPixels(data);
      return kept;
    },
  };
}
