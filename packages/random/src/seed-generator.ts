/** Keras's `SeedGenerator`: a counter of seed pairs, one pair for each stateless draw. */
import { RandomError } from "./errors";
import { globalRandom } from "./global-random";

/** The seed of one stateless draw. */
export type SeedPair = readonly [number, number];

/**
 * Gives the pairs `[seed, 0]`, `[seed, 1]`, ...
 *
 * @example
 * const generator = new SeedGenerator(7);
 * generator.next(); // [7, 0]
 * generator.next(); // [7, 1]
 */
export class SeedGenerator {
  readonly initialSeed: number;
  #state: SeedPair;

  /**
   * @param seed a whole number; null or undefined draws one from 1 to 10^9 from Python's global stream, now
   * @throws RandomError `invalid-argument` when it is not whole
   */
  constructor(seed?: number | null) {
    const chosen = seed ?? globalRandom.python.randint(1, 1e9);
    if (!Number.isInteger(chosen)) {
      throw new RandomError(
        "invalid-argument",
        `SeedGenerator: argument \`seed\` must be an integer. Received: seed=${String(seed)}.`,
      );
    }
    this.initialSeed = chosen;
    this.#state = [chosen, 0];
  }

  /** The next pair. */
  next(): SeedPair {
    const pair = this.#state;
    this.#state = [pair[0], pair[1] + 1];
    return pair;
  }

  /** The pair that {@link next} would give. */
  getState(): SeedPair {
    return this.#state;
  }

  setState(state: SeedPair): void {
    this.#state = [state[0], state[1]];
  }
}
