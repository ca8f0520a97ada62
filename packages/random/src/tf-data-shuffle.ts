/** The order in which `tf.data.Dataset.shuffle` gives its elements (shuffle_dataset_op.cc, random_seed.py). */
import { RandomError } from "./errors";
import { globalRandom } from "./global-random";
import { Philox } from "./philox";

/** The two seeds of a tf.data op. `[0, 0]` means: different every time. */
export type DatasetSeeds = readonly [number, number];

const modulus = 2 ** 31 - 1;
const defaultGraphSeed = 87654321;

/**
 * What tf.data makes of a `seed` argument and the global seed.
 *
 * @param opSeed the `seed` argument; null means that none was given
 */
export function datasetSeeds(opSeed: number | null): DatasetSeeds {
  const { tensorflowSeed, tensorflowOpSeeds } = globalRandom;
  if (opSeed === null && tensorflowSeed === null) return [0, 0];
  if (opSeed !== null && !Number.isInteger(opSeed)) {
    throw new RandomError("invalid-argument", `seed: expected a whole number; received ${opSeed}.`);
  }
  const op = opSeed ?? tensorflowOpSeeds?.randint(0, modulus) ?? 0;
  const reduce = (x: number): number => ((x % modulus) + modulus) % modulus;
  const pair: DatasetSeeds = [reduce(tensorflowSeed ?? defaultGraphSeed), reduce(op)];
  return pair[0] === 0 && pair[1] === 0 ? [0, modulus] : pair;
}

/** The seeds of a data set's iterations: one generator for each data set, shared by all of its iterators. */
export class ShuffleSeedGenerator {
  readonly #seeds: DatasetSeeds;
  readonly #reshuffle: boolean;
  #iterations = 0;

  constructor(seeds: DatasetSeeds, reshuffleEachIteration: boolean) {
    const unseeded = seeds[0] === 0 && seeds[1] === 0;
    const fresh = crypto.getRandomValues(new Uint32Array(2));
    this.#seeds = unseeded ? [fresh[0] ?? 1, fresh[1] ?? 1] : seeds;
    this.#reshuffle = reshuffleEachIteration;
  }

  /** The seeds of the next iteration. */
  next(): DatasetSeeds {
    if (!this.#reshuffle) return this.#seeds;
    const philox = new Philox(this.#seeds[0], this.#seeds[1]);
    philox.skipBlocks(Math.floor(this.#iterations / 2));
    const skip = (this.#iterations % 2) * 2;
    for (let i = 0; i < skip; i++) philox.next();
    this.#iterations += 1;
    return [philox.next(), philox.next()];
  }

  /** How many iterations were begun; enough to continue later. */
  getState(): number {
    return this.#iterations;
  }

  setState(iterations: number): void {
    this.#iterations = iterations;
  }
}

/**
 * The order of one iteration over `count` elements with a buffer of `bufferSize`.
 *
 * @param seeds from {@link ShuffleSeedGenerator.next}
 * @throws RandomError `invalid-argument` when the buffer is not at least 1
 *
 * @example
 * const seeds = new ShuffleSeedGenerator(datasetSeeds(123), true);
 * [...shuffleIndices(10, 10, seeds.next())]; // [0, 1, 7, 4, 8, 3, 9, 6, 5, 2]
 */
export function* shuffleIndices(
  count: number,
  bufferSize: number,
  seeds: DatasetSeeds,
): Generator<number, void, undefined> {
  if (!Number.isInteger(bufferSize) || bufferSize < 1) {
    throw new RandomError(
      "invalid-argument",
      `shuffle: bufferSize must be a whole number of at least 1; received ${bufferSize}.`,
    );
  }
  const philox = new Philox(seeds[0], seeds[1]);
  const slots = Math.min(bufferSize, Math.max(1, count));
  const buffer = new Int32Array(slots);
  let start = 0;
  let end = 0;
  for (;;) {
    while (end < count && end - start < slots) buffer[end % slots] = end++;
    if (end === start) return;
    const chosen = (start + (philox.next() % (end - start))) % slots;
    yield buffer[chosen] ?? 0;
    buffer[chosen] = buffer[start % slots] ?? 0;
    start += 1;
  }
}
