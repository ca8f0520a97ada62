/** What the steps of a pipeline have in common. */
import type { Element } from "./element";
import type { RowsOf } from "./batch-rows";

/** A step: makes iterations. */
export interface Stage {
  /** Elements per iteration; Infinity when endless, NaN when it cannot be known beforehand. */
  readonly cardinality: number;
  /**
   * Begins one iteration and draws its shuffle seeds at once, as TensorFlow does on creating an iterator; works only
   * from the first `next` on.
   *
   * @param wanted how many elements will be asked for at most; read-ahead stops there
   */
  start(wanted?: number): Iteration;
  /**
   * The same elements in the same order, of each only the rows that `rowsOf` leaves. Seeds are drawn as without the cut, and a
   * cache is one cache however often it is asked.
   */
  forWorker(rowsOf: RowsOf): Stage;
}

/** One pass. `next` must not be called again before it has settled. */
export interface Iteration {
  /** The next element, or undefined at the end. */
  next(): Promise<Element | undefined>;
  /** Ends early: read-ahead is dropped, elements held are disposed. */
  stop(): void;
}
