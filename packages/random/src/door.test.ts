/** What is no count, no seed and no state at all is refused in one sentence by every function of this package that takes one. */
import { expect, it } from "vitest";
import { RandomError } from "./errors";
import * as random from "./index";

const strange = [undefined, null, 5, NaN, "x", true, {}, [], () => 1];

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

it.each(Object.entries(calls))("%s", async (_, call) => {
  for (const value of strange) {
    let refused: unknown;
    try {
      await call(value as never);
    } catch (error) {
      refused = error;
    }
    expect(RandomError.is(refused), `${JSON.stringify(value)}: ${String(refused)}`).toBe(true);
    expect(String(refused)).not.toContain("\n");
  }
});
