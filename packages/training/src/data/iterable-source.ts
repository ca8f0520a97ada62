/** Batches of an iterable, or of a function that makes one for each pass. */
import { type BatchNames, toBatch } from "./batch";
import { TrainingError } from "../errors";
import { show } from "../options";
import type { AnyIterable, BatchSource } from "./batch-source";

/** Whether batches can be taken from a value, one after the other. */
export function isIterable(data: unknown): data is AnyIterable {
  return (
    typeof data === "object" &&
    data !== null &&
    (Symbol.iterator in data || Symbol.asyncIterator in data)
  );
}

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
      const iterable: unknown = make();
      if (!isIterable(iterable)) {
        throw new TrainingError(
          "invalid-argument",
          `Data: a function must give an iterable of batches; received ${show(iterable)}.`,
        );
      }
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
