/** Batches of an iterable, or of a function that makes one for each pass. */
import { type BatchNames, toBatch } from "./batch";
import type { AnyIterable, BatchSource } from "./batch-source";

/** @param owned whether the trainer disposes of the tensors */
export function iterableSource(
  make: () => AnyIterable,
  names: BatchNames,
  owned: boolean,
): BatchSource {
  return {
    steps: null,
    fills: true,
    open: () => {
      const iterable = make();
      const iterator =
        Symbol.asyncIterator in iterable
          ? iterable[Symbol.asyncIterator]()
          : iterable[Symbol.iterator]();
      return Promise.resolve({
        next: async () => {
          const next = await iterator.next();
          return next.done === true ? null : toBatch(next.value as unknown, names, owned);
        },
        close: async () => {
          await iterator.return?.();
        },
      });
    },
  };
}
