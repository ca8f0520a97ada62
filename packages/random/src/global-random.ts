/**
 * The global random state: `keras.utils.set_random_seed`. It lives on `globalThis`, so that duplicate copies of this
 * package draw from one state, as Keras's layers do.
 */
import { RandomError } from "./errors";
import { NumpyRandomState, type TwisterState } from "./numpy-random-state";
import { PythonRandom } from "./python-random";

/** The streams that Python's, NumPy's and TensorFlow's module-level functions draw from. */
export interface GlobalRandom {
  /** `random`: Keras draws seeds of layers and initializers from it. */
  python: PythonRandom;
  /** `np.random`: Keras draws the seed of an unseeded loader from it. */
  numpy: NumpyRandomState;
  /** What `tf.random.set_seed` was given; null before that. */
  tensorflowSeed: number | null;
  /** Source of TensorFlow's op seeds while a global seed is set; null before that. */
  tensorflowOpSeeds: PythonRandom | null;
}

/** A saved {@link GlobalRandom}. JSON-serializable. */
export interface RandomStateSnapshot {
  readonly python: TwisterState;
  readonly numpy: TwisterState;
  readonly tensorflowSeed: number | null;
  readonly tensorflowOpSeeds: TwisterState | null;
}

const key = Symbol.for("flowers.random.global");
const holder = globalThis as { [key]?: GlobalRandom };

function entropy(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** The one global state. Until {@link setRandomSeed} is called its streams start at a place that differs from run to run. */
export const globalRandom: GlobalRandom = (holder[key] ??= {
  python: new PythonRandom(entropy()),
  numpy: new NumpyRandomState(entropy()),
  tensorflowSeed: null,
  tensorflowOpSeeds: null,
});

/**
 * `keras.utils.set_random_seed(seed)`: seeds Python's, NumPy's and TensorFlow's global streams.
 *
 * @param seed a whole number from 0 to 2^32 - 1
 * @throws RandomError `invalid-argument` for any other seed
 *
 * @example
 * setRandomSeed(123);
 * globalRandom.python.randint(1, 1e9); // 56224986
 */
export function setRandomSeed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RandomError(
      "invalid-argument",
      `setRandomSeed: seed must be a whole number from 0 to 2**32 - 1; received ${seed}.`,
    );
  }
  globalRandom.python = new PythonRandom(seed);
  globalRandom.numpy = new NumpyRandomState(seed);
  globalRandom.tensorflowSeed = seed;
  globalRandom.tensorflowOpSeeds = new PythonRandom(seed);
}

/** Saves the global state, for a run that is to be resumed. */
export function getRandomState(): RandomStateSnapshot {
  return {
    python: globalRandom.python.getState(),
    numpy: globalRandom.numpy.getState(),
    tensorflowSeed: globalRandom.tensorflowSeed,
    tensorflowOpSeeds: globalRandom.tensorflowOpSeeds?.getState() ?? null,
  };
}

/** Restores what {@link getRandomState} saved. */
export function setRandomState(snapshot: RandomStateSnapshot): void {
  const { python, numpy } = (snapshot ?? {}) as Partial<RandomStateSnapshot>;
  if (typeof python !== "object" || typeof numpy !== "object") {
    throw new RandomError(
      "invalid-argument",
      `setRandomState: expected what getRandomState gives; received ${JSON.stringify(snapshot)}.`,
    );
  }
  globalRandom.python.setState(snapshot.python);
  globalRandom.numpy.setState(snapshot.numpy);
  globalRandom.tensorflowSeed = snapshot.tensorflowSeed;
  globalRandom.tensorflowOpSeeds = null;
  if (snapshot.tensorflowOpSeeds) {
    globalRandom.tensorflowOpSeeds = new PythonRandom(0);
    globalRandom.tensorflowOpSeeds.setState(snapshot.tensorflowOpSeeds);
  }
}
