/** NumPy's legacy `RandomState`, as far as Keras draws from it: integers and in-place shuffles. */
import { RandomError } from "./errors";
import { MersenneTwister } from "./mersenne-twister";

/** Anything with a length and writable numbered places: an array or a typed array. */
export interface Shufflable<T> {
  readonly length: number;
  [index: number]: T;
}

/** The saved state of a {@link NumpyRandomState} or a `PythonRandom`. JSON-serializable. */
export interface TwisterState {
  readonly words: readonly number[];
  readonly position: number;
}

/**
 * `np.random.RandomState(seed)`: the same numbers as NumPy's, bit for bit.
 *
 * @example
 * const order = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
 * new NumpyRandomState(123).shuffle(order);
 * // [4, 0, 7, 5, 8, 3, 1, 6, 9, 2]
 */
export class NumpyRandomState {
  #twister: MersenneTwister;

  /**
   * @param seed a whole number from 0 to 2^32 - 1, or a list of them
   * @throws RandomError `invalid-argument` for any other seed
   */
  constructor(seed: number | readonly number[]) {
    const key = typeof seed === "number" ? [seed] : seed;
    if (
      key.length === 0 ||
      key.some((word) => !Number.isInteger(word) || word < 0 || word > 0xffffffff)
    ) {
      throw new RandomError(
        "invalid-argument",
        `NumpyRandomState: seed must be between 0 and 2**32 - 1; received ${JSON.stringify(seed)}.`,
      );
    }
    this.#twister =
      typeof seed === "number" ? MersenneTwister.fromInteger(seed) : MersenneTwister.fromArray(key);
  }

  /** The next raw 32-bit output. */
  nextUint32(): number {
    return this.#twister.nextUint32();
  }

  /** A uniform integer from 0 to `max` inclusive, by masked rejection; draws nothing when `max` is 0. */
  randomInterval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.#twister.nextUint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /**
   * `np.random.randint(low, high)`: a uniform integer from `low` to `high - 1`; with one argument, from 0 to `low - 1`.
   *
   * @throws RandomError `invalid-argument` when the range is empty or wider than 2^32
   */
  randint(low: number, high?: number): number {
    const [from, to] = high === undefined ? [0, low] : [low, high];
    if (!Number.isInteger(from) || !Number.isInteger(to) || to <= from || to - from > 2 ** 32) {
      throw new RandomError(
        "invalid-argument",
        `randint: expected whole numbers low < high, at most 2**32 apart; received low=${from}, high=${to}.`,
      );
    }
    return from + this.randomInterval(to - from - 1);
  }

  /** `shuffle(x)`: permutes `x` in place, Fisher and Yates from the end. */
  shuffle<T>(x: Shufflable<T>): void {
    for (let i = x.length - 1; i > 0; i--) {
      const j = this.randomInterval(i);
      const kept = x[i] as T;
      x[i] = x[j] as T;
      x[j] = kept;
    }
  }

  getState(): TwisterState {
    return this.#twister.getState();
  }

  setState(state: TwisterState): void {
    this.#twister = MersenneTwister.fromState(state);
  }
}
