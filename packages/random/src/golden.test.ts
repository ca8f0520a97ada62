/** Every number of `fixtures/` was given by NumPy 2.4, TensorFlow 2.21 and Keras 3.15; ours must be the same bits. */
import { afterEach, describe, expect, it } from "vitest";
import golden from "./fixtures/rng.json";
import more from "./fixtures/more.json";
import orders from "./fixtures/tfdata_shuffle.json";
import { globalRandom, setRandomSeed } from "./global-random";
import { NumpyRandomState } from "./numpy-random-state";
import { PythonRandom } from "./python-random";
import { SeedGenerator, type SeedPair } from "./seed-generator";
import {
  beta,
  dropoutMask,
  gamma,
  normal,
  randint,
  shuffle,
  statelessPhilox,
  truncatedNormal,
  uniform,
} from "./stateless";
import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "./tf-data-shuffle";

const floats = (values: readonly number[]): number[] => Array.from(Float32Array.from(values));

/** The gap from |x| to the next float32. */
function ulp(x: number): number {
  const next = new Float32Array([Math.abs(x)]);
  const bits = new Uint32Array(next.buffer);
  const from = next[0] ?? 0;
  bits[0] = (bits[0] ?? 0) + 1;
  return (next[0] ?? 0) - from;
}

/**
 * TensorFlow's float32 `logf`, `sinf` and `cosf` are not correctly rounded, ours are (computed in double, then rounded):
 * about one value in a hundred differs, by 1 unit in the last place of a factor, 2 of the product.
 */
const unitsOfNormal = 2;
/** Gamma variables are computed in double on both sides; only the last double bit may differ, seen after rounding. */
const unitsOfGamma = 1;

function expectClose(actual: Float32Array, expected: readonly number[], units: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] ?? NaN) - value)).toBeLessThanOrEqual(units * ulp(value));
  });
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("NumPy's RandomState", () => {
  it("gives its raw words", () => {
    for (const { seed, first8 } of golden.numpy_uint32) {
      const state = new NumpyRandomState(seed);
      expect(first8.map(() => state.nextUint32())).toEqual(first8);
    }
  });

  it("gives its randint", () => {
    for (const { seed, draws } of golden.numpy_randint_1e6) {
      const state = new NumpyRandomState(seed);
      expect(draws.map(() => state.randint(1e6))).toEqual(draws);
    }
  });

  it("shuffles as it does", async () => {
    for (const entry of golden.numpy_shuffle as {
      seed: number;
      n: number;
      order?: number[];
      first10?: number[];
      sha256?: string;
    }[]) {
      const order = Array.from({ length: entry.n }, (_, i) => i);
      new NumpyRandomState(entry.seed).shuffle(order);
      if (entry.order) expect(order).toEqual(entry.order);
      if (entry.first10) expect(order.slice(0, 10)).toEqual(entry.first10);
      if (entry.sha256) expect(await sha256(order.join(","))).toBe(entry.sha256);
    }
  });
});

describe("Python's Random", () => {
  it("gives its randint(1, 10^9)", () => {
    for (const { seed, draws } of golden.python_randint_1_1e9) {
      const random = new PythonRandom(seed);
      expect(draws.map(() => random.randint(1, 1e9))).toEqual(draws);
    }
  });
});

describe("Keras's stateless draws", () => {
  for (const entry of golden.stateless) {
    const seed = entry.seed as unknown as SeedPair;
    it(`seed [${seed.join(", ")}]`, () => {
      expect(Array.from(uniform(10, { seed }))).toEqual(entry.uniform01_n10);
      expect(Array.from(uniform(6, { seed, minval: -0.2, maxval: 0.3 }))).toEqual(
        entry["uniform_-0.2_0.3_n6"],
      );
      expect(Array.from(randint(10, { seed, minval: 0, maxval: 11 }))).toEqual(
        entry.randint_0_11_n10,
      );
      const philox = statelessPhilox(seed);
      expect(entry.full_uint32_n8.map(() => philox.next())).toEqual(entry.full_uint32_n8);
      expectClose(normal(6, { seed }), entry.normal_n6, unitsOfNormal);
      expectClose(truncatedNormal(6, { seed }), entry.truncated_normal_n6, unitsOfNormal);
      expectClose(gamma(4, { seed, alpha: 0.2 }), entry["gamma_0.2_n4"], unitsOfGamma);
      expectClose(gamma(4, { seed, alpha: 1 }), entry.gamma_1_n4, unitsOfGamma);
    });
  }

  it("shuffles", () => {
    for (const { seed, order } of golden.keras_shuffle_arange8_seed) {
      expect(Array.from(shuffle(8, { seed }))).toEqual(order);
    }
  });

  it("draws beta variables", () => {
    for (const { seed, values } of golden["keras_beta_0.2_n5"]) {
      expectClose(beta(5, { seed, alpha: 0.2, beta: 0.2 }), values, unitsOfGamma);
    }
  });

  it("draws dropout masks, call after call", () => {
    for (const { seed, calls } of golden["dropout_0.2_ones20"]) {
      const generator = new SeedGenerator(seed);
      for (const mask of calls) {
        expect(Array.from(dropoutMask(20, { seed: generator.next(), rate: 0.2 }))).toEqual(
          floats(mask),
        );
      }
    }
  });

  it("draws Glorot's uniform", () => {
    const limit = Math.sqrt(3 / ((9 * 3 + 9 * 4) / 2));
    const drawn = uniform(108, { seed: 42, minval: -limit, maxval: limit });
    expect(Array.from(drawn)).toEqual(golden.glorot_uniform_3_3_3_4_seed42);
  });

  it("reproduces a model's weights after set_random_seed(123)", () => {
    setRandomSeed(123);
    const seeds = ["flip", "conv", "dropout", "dense"].map(() =>
      globalRandom.python.randint(1, 1e9),
    );
    const convLimit = Math.sqrt(3 / ((9 * 3 + 9 * 2) / 2));
    const kernel = uniform(54, { seed: seeds[1] ?? 0, minval: -convLimit, maxval: convLimit });
    expect(Array.from(kernel)).toEqual(golden.set_random_seed_123_model.conv_kernel);
    const inputs = 6 * 6 * 2; // 8x8 images, a valid 3x3 convolution of two filters, flattened
    const denseLimit = Math.sqrt(3 / ((inputs + 2) / 2));
    const dense = uniform(inputs * 2, {
      seed: seeds[3] ?? 0,
      minval: -denseLimit,
      maxval: denseLimit,
    });
    expect(Array.from(dense.subarray(0, 10))).toEqual(
      golden.set_random_seed_123_model.dense_kernel_first10,
    );
  });
});

afterEach(() => {
  globalRandom.tensorflowSeed = null;
  globalRandom.tensorflowOpSeeds = null;
});

describe("tf.data's shuffle", () => {
  orders.cases.forEach((entry, index) => {
    it(`case ${index}: n ${entry.n}, buffer ${entry.buffer}, seed ${entry.seed}, global ${entry.global_seed}`, () => {
      if (entry.global_seed !== null) setRandomSeed(entry.global_seed);
      const generator = new ShuffleSeedGenerator(datasetSeeds(entry.seed), entry.reshuffle);
      for (const iteration of entry.iterations) {
        expect([...shuffleIndices(entry.n, entry.buffer, generator.next())]).toEqual(iteration);
      }
    });
  });

  for (const { globalSeed, orders: expected } of more.unseededShuffles) {
    it(`of unseeded data sets after set_seed(${globalSeed}): each draws its own op seed`, () => {
      setRandomSeed(globalSeed);
      const actual = expected.map((iterations) => {
        const generator = new ShuffleSeedGenerator(datasetSeeds(null), true);
        return iterations.map(() => [...shuffleIndices(10, 10, generator.next())]);
      });
      expect(actual).toEqual(expected);
    });
  }
});

describe("longer streams of TensorFlow", () => {
  it("normal: same to float32's last bits", () => {
    expectClose(normal(101, { seed: [7, 3] }), more.normal, unitsOfNormal);
  });

  it("truncated normal: every group of four at its own place in the stream", () => {
    expectClose(truncatedNormal(101, { seed: [7, 3] }), more.truncatedNormal, unitsOfNormal);
  });

  it("gamma above 1, two-word integers, negative seeds", () => {
    expectClose(gamma(100, { seed: 7, alpha: 3.5 }), more.gamma3_5, unitsOfGamma);
    expect(Array.from(randint(20, { seed: 5, minval: 3, maxval: 200, dtype: "uint8" }))).toEqual(
      more.randintUint8,
    );
    expect(Array.from(uniform(5, { seed: -5 }))).toEqual(more.uniformOfNegativeSeed);
  });
});
