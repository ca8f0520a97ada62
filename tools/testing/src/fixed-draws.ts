/**
 * Gives every test file the same draws where nobody sets a seed: initial weights, seeds of layers, shuffles of `fit`. So no outcome
 * depends on luck; `FLOWERS_FUZZ_SEED` gives others. As in a program that sets no seed, TensorFlow's is not set: a shuffle of a
 * dataset without a seed still takes a random one.
 */
import { inject } from "vitest";
// By path and not by name, as in on-backends.ts.
import { globalRandom, NumpyRandomState, PythonRandom } from "../../../packages/random/src/index";

const seed = inject("fuzzSeed");
globalRandom.python = new PythonRandom(seed);
globalRandom.numpy = new NumpyRandomState(seed);

declare module "vitest" {
  interface ProvidedContext {
    fuzzSeed: number;
  }
}
