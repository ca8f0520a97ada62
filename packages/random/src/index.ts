// The random numbers that NumPy, Python, tf.data and Keras draw, bit for bit.
export type { BatchRows, DrawingLayer, MaskSource } from "./drawing-layer";
export { RandomError, type RandomErrorCode } from "./errors";
export {
  getRandomState,
  type GlobalRandom,
  globalRandom,
  type RandomStateSnapshot,
  setRandomSeed,
  setRandomState,
} from "./global-random";
export { NumpyRandomState, type Shufflable, type TwisterState } from "./numpy-random-state";
export { Philox } from "./philox";
export { PythonRandom } from "./python-random";
export { currentBatchRows, withBatchRows } from "./shared-batch";
export { SeedGenerator, type SeedPair } from "./seed-generator";
export { sinFloat32 } from "./sin-float32";
export {
  beta,
  dropoutMask,
  gamma,
  normal,
  randint,
  reducedSeed,
  type Seed,
  shuffle,
  statelessPhilox,
  truncatedNormal,
  uniform,
} from "./stateless";
export {
  type DatasetSeeds,
  datasetSeeds,
  ShuffleSeedGenerator,
  shuffleIndices,
} from "./tf-data-shuffle";
