/** What must hold for every seed and size: orders are permutations, values keep their range, states resume. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { RandomError } from "./errors";
import { getRandomState, globalRandom, setRandomSeed, setRandomState } from "./global-random";
import { NumpyRandomState } from "./numpy-random-state";
import { Philox } from "./philox";
import { PythonRandom } from "./python-random";
import { SeedGenerator } from "./seed-generator";
import {
  beta,
  dropoutMask,
  gamma,
  normal,
  randint,
  shuffle,
  truncatedNormal,
  uniform,
} from "./stateless";
import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "./tf-data-shuffle";

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const sorted = (order: Iterable<number>): number[] => Array.from(order).sort((a, b) => a - b);
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

afterEach(() => {
  globalRandom.tensorflowSeed = null;
  globalRandom.tensorflowOpSeeds = null;
});

describe("every order is a permutation", () => {
  it("of NumPy's shuffle", () => {
    fc.assert(
      fc.property(uint32, fc.nat(300), (seed, n) => {
        const order = range(n);
        new NumpyRandomState(seed).shuffle(order);
        expect(sorted(order)).toEqual(range(n));
      }),
    );
  });

  it("of tf.data's shuffle, for any buffer, and no element leaves before it could have entered", () => {
    fc.assert(
      fc.property(int32, fc.nat(300), fc.integer({ min: 1, max: 400 }), (seed, n, buffer) => {
        const order = [...shuffleIndices(n, buffer, datasetSeeds(seed))];
        expect(sorted(order)).toEqual(range(n));
        order.forEach((element, place) => expect(element).toBeLessThan(place + buffer));
      }),
    );
  });

  it("of Keras's shuffle", () => {
    fc.assert(
      fc.property(int32, fc.nat(300), (seed, n) => {
        expect(sorted(shuffle(n, { seed }))).toEqual(range(n));
      }),
    );
  });
});

describe("normal from an offset", () => {
  const options = { mean: 3, stddev: 0.7 };

  it("is that slice of the whole draw, bit for bit, at even and odd places", () => {
    const count = fc.integer({ min: 0, max: 70 });
    fc.assert(
      fc.property(fc.tuple(int32, int32), count, count, (seed, offset, size) => {
        const whole = normal(offset + size, { seed, ...options });
        expect(normal(size, { seed, ...options, offset })).toEqual(whole.subarray(offset));
      }),
    );
  });

  it("is the same far into a long draw", () => {
    const whole = normal(1_000_003, { seed: 5 });
    for (const offset of [999_996, 999_997, 999_998, 999_999]) {
      expect(normal(4, { seed: 5, offset })).toEqual(whole.slice(offset, offset + 4));
    }
  });

  it("computes nothing of what lies before", () => {
    expect(normal(3, { seed: 5, offset: 2 ** 50 + 1 })).toEqual(
      normal(4, { seed: 5, offset: 2 ** 50 }).slice(1),
    );
  });

  it.each([-1, 0.5, Number.NaN])("refuses %s", (offset) => {
    expect(() => normal(1, { seed: 1, offset })).toThrow(RandomError);
  });
});

describe("values keep their range", () => {
  it("for any seed pair", () => {
    fc.assert(
      fc.property(fc.tuple(int32, int32), fc.integer({ min: 1, max: 200 }), (seed, n) => {
        for (const u of uniform(n, { seed })) expect(u >= 0 && u < 1).toBe(true);
        for (const t of truncatedNormal(n, { seed })) expect(Math.abs(t)).toBeLessThan(2);
        for (const k of randint(n, { seed, minval: -3, maxval: 4 }))
          expect(k >= -3 && k < 4).toBe(true);
        for (const m of dropoutMask(n, { seed, rate: 0.5 })) expect([0, 2]).toContain(m);
        for (const g of gamma(5, { seed, alpha: 0.3 })) expect(g).toBeGreaterThan(0);
        for (const b of beta(5, { seed, alpha: 0.3, beta: 2 })) expect(b >= 0 && b <= 1).toBe(true);
      }),
    );
  });

  it("a shorter draw is the beginning of a longer one", () => {
    fc.assert(
      fc.property(int32, fc.nat(50), fc.nat(50), (seed, a, b) => {
        const long = uniform(a + b, { seed });
        expect(uniform(a, { seed })).toEqual(long.slice(0, a));
        const longTruncated = truncatedNormal(a + b, { seed });
        expect(truncatedNormal(a, { seed })).toEqual(longTruncated.slice(0, a));
      }),
    );
  });
});

describe("states resume", () => {
  it("the global state, through JSON", () => {
    fc.assert(
      fc.property(uint32, fc.nat(700), (seed, used) => {
        setRandomSeed(seed);
        for (let i = 0; i < used; i++) {
          globalRandom.python.random();
          globalRandom.numpy.nextUint32();
        }
        const draw = (): unknown => [
          globalRandom.python.random(),
          globalRandom.numpy.randint(1e6),
          datasetSeeds(null),
        ];
        const saved = JSON.stringify(getRandomState());
        const expected = [draw(), draw()];
        setRandomState(JSON.parse(saved) as ReturnType<typeof getRandomState>);
        expect([draw(), draw()]).toEqual(expected);
      }),
      { numRuns: 30 }, // each run makes six 624-word twisters
    );
  });

  it("seed generators, of layers and of data sets", () => {
    fc.assert(
      fc.property(int32, fc.nat(20), fc.boolean(), (seed, used, reshuffle) => {
        const layer = new SeedGenerator(seed);
        const data = new ShuffleSeedGenerator(datasetSeeds(seed), reshuffle);
        for (let i = 0; i < used; i++) {
          layer.next();
          data.next();
        }
        const layer2 = new SeedGenerator(0);
        layer2.setState(layer.getState());
        const data2 = new ShuffleSeedGenerator(datasetSeeds(seed), reshuffle);
        data2.setState(data.getState());
        expect([layer2.next(), data2.next()]).toEqual([layer.next(), data.next()]);
      }),
    );
  });

  it("Philox skips to where drawing arrives, over a carry too", () => {
    fc.assert(
      fc.property(uint32, fc.nat(50), (seed, blocks) => {
        const start = 2 ** 32 - 10;
        const drawn = Philox.fromState([seed, 1], [start, 0, 0, 0]);
        const skipped = Philox.fromState([seed, 1], [start, 0, 0, 0]);
        for (let i = 0; i < blocks * 4; i++) drawn.next();
        skipped.skipBlocks(blocks);
        expect(skipped.next()).toBe(drawn.next());
      }),
    );
  });
});

describe("misuse throws a RandomError that names the value", () => {
  it.each([
    ["a NumPy seed below 0", () => new NumpyRandomState(-1), "-1"],
    ["a NumPy seed of a fraction", () => new NumpyRandomState(0.5), "0.5"],
    ["a Python seed of a fraction", () => new PythonRandom(0.5), "0.5"],
    ["a generator's seed of a fraction", () => new SeedGenerator(0.5), "0.5"],
    ["an empty range", () => randint(1, { seed: 0, minval: 3, maxval: 3 }), "maxval=3"],
    ["a rate of 1", () => dropoutMask(1, { seed: 0, rate: 1 }), "1"],
    ["an alpha of 0", () => gamma(1, { seed: 0, alpha: 0 }), "0"],
    ["a negative size", () => uniform(-1, { seed: 0 }), "-1"],
    ["a global seed beyond 32 bits", () => setRandomSeed(2 ** 32), "4294967296"],
    ["an empty buffer", () => [...shuffleIndices(3, 0, [1, 2])], "0"],
  ])("%s", (_, act, value) => {
    let caught: unknown;
    try {
      act();
    } catch (error) {
      caught = error;
    }
    expect(RandomError.is(caught)).toBe(true);
    expect((caught as RandomError).message).toContain(value);
  });
});
