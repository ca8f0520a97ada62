/** What is no count, no seed and no state at all is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import { RandomError } from "./errors";
import * as random from "./index";

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  uniform: (value) => random.uniform(4, value),
  normal: (value) => random.normal(4, value),
  truncatedNormal: (value) => random.truncatedNormal(4, value),
  shuffle: (value) => random.shuffle(4, value),
  "a size of uniform": (value) => random.uniform(value === 5 ? (-1 as never) : value, { seed: 1 }),
  "a size of normal": (value) => random.normal(value === 5 ? (-1 as never) : value, { seed: 1 }),
  "a size of truncatedNormal": (value) =>
    random.truncatedNormal(value === 5 ? (-1 as never) : value, { seed: 1 }),
  "a size of shuffle": (value) => random.shuffle(value === 5 ? (-1 as never) : value, { seed: 1 }),
  randint: (value) => random.randint(4, value),
  gamma: (value) => random.gamma(4, value),
  beta: (value) => random.beta(4, value),
  dropoutMask: (value) => random.dropoutMask(4, value),
  "a seed": (value) => random.uniform(4, { seed: value === 5 ? (0.5 as never) : value }),
  reducedSeed: (value) => random.reducedSeed(value === 5 ? (0.5 as never) : value),
  setRandomState: (value) => random.setRandomState(value),
};

itRefusesStrangeValues(calls, (error) => RandomError.is(error));
