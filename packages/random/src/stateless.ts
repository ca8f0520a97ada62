/**
 * Keras's stateless draws on TensorFlow: `keras.random.uniform`, `normal`, `randint` ... The same seed pair gives the
 * same numbers. Values are row-major; how many there are is `size`.
 */
import { RandomError } from "./errors";
import { Philox, philoxBlock } from "./philox";
import type { SeedPair } from "./seed-generator";

/** A seed pair, or a number n that means `[n, 0]`. */
export type Seed = number | SeedPair;

/** Keras reduces both entries of a pair by this before TensorFlow sees it: int32's maximum less one. */
const seedModulus = 2 ** 31 - 2;

/** TensorFlow draws variable-length samples with this many blocks set aside for each. */
const blocksPerSample = 256;

const floorMod = (x: number, modulus: number): number =>
  x >= 0 && x < modulus ? x : ((x % modulus) + modulus) % modulus;

/**
 * A seed as Keras gives it to TensorFlow's stateless ops: two numbers from 0 on that fit an int32.
 *
 * @throws RandomError `invalid-argument` for a seed that is not whole
 */
export function reducedSeed(seed: Seed): SeedPair {
  const [first, second] =
    typeof seed === "number" ? [seed, 0] : Array.isArray(seed) ? (seed as SeedPair) : [NaN, NaN];
  if (!Number.isInteger(first) || !Number.isInteger(second)) {
    throw new RandomError(
      "invalid-argument",
      `seed: expected a whole number or a pair of them; received ${typeof seed === "number" ? seed : JSON.stringify(seed)}.`,
    );
  }
  return [floorMod(first, seedModulus), floorMod(second, seedModulus)];
}

/** The Philox stream that TensorFlow's stateless ops make of a seed pair (`GenerateKey` in stateless_random_ops). */
export function statelessPhilox(seed: Seed): Philox {
  const [first, second] = reducedSeed(seed);
  const counter = Uint32Array.of(first, 0, second, 0);
  const scrambled = new Uint32Array(4);
  philoxBlock(counter, 0x3ec8f720, 0x02461e29, scrambled, 0);
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0] = scrambled;
  return Philox.fromState([m0, m1], [0, 0, m2, m3]);
}

function requireCount(name: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new RandomError(
    "invalid-argument",
    `${name}: expected a whole number of at least 0; received ${count}.`,
  );
}

/** Refuses draws without a count or without arguments by name. */
function requireDraw(name: string, size: number, options: object): void {
  requireCount(`${name}: size`, size);
  if (typeof options === "object" && (options as object | null) !== null) return;
  throw new RandomError(
    "invalid-argument",
    `${name}: expected its arguments by name, with a seed; received ${JSON.stringify(options)}.`,
    { remedy: `Write ${name}(${size}, { seed: 1 }).` },
  );
}

/** `size` words of a seed's stream, after so many blocks of four. */
function words(size: number, seed: Seed, blocksBefore = 0): Uint32Array {
  requireCount("size", size);
  const out = new Uint32Array(size);
  const stream = statelessPhilox(seed);
  stream.skipBlocks(blocksBefore);
  stream.fill(out);
  return out;
}

/** 23 random bits as a float32 in [0, 1). */
const unit = (word: number): number => (word & 0x7fffff) / 0x800000;

/** 52 random bits as a double in [0, 1). */
const unitDouble = (high: number, low: number): number =>
  ((high & 0xfffff) * 2 ** 32 + low) / 2 ** 52;

/** `keras.random.uniform`: float32 from `minval` to `maxval`, the upper end excluded. */
export function uniform(
  size: number,
  options: { seed: Seed; minval?: number; maxval?: number },
): Float32Array {
  requireDraw("uniform", size, options);
  const { seed, minval = 0, maxval = 1 } = options;
  const drawn = words(size, seed);
  const out = new Float32Array(size);
  const low = Math.fround(minval);
  const range = Math.fround(Math.fround(maxval) - low);
  for (let i = 0; i < size; i++) out[i] = Math.fround(unit(drawn[i] ?? 0) * range) + low;
  return out;
}

/*
 * Box and Muller's transform of two words, rounded to float32 where TensorFlow rounds: the angle is a double product,
 * logarithm, sine and cosine are float32 functions. The values are sin(angle) * radius and cos(angle) * radius.
 */
const smallest = Math.fround(1e-7);
const radiusOf = (word0: number): number =>
  Math.fround(Math.sqrt(Math.fround(-2 * Math.fround(Math.log(Math.max(unit(word0), smallest))))));
const angleOf = (word1: number): number => Math.fround(2 * Math.PI * unit(word1));
const sineOf = (angle: number, radius: number): number =>
  Math.fround(Math.fround(Math.sin(angle)) * radius);
const cosineOf = (angle: number, radius: number): number =>
  Math.fround(Math.fround(Math.cos(angle)) * radius);

/**
 * `keras.random.normal`: float32 of the given mean and standard deviation.
 *
 * @param offset Where in the seed's draw to begin, default 0: the result is values `offset` to `offset + size` of a draw
 * of at least that many, and those before are not computed. Philox is a counter, so this costs what `size` costs.
 * @throws RandomError `invalid-argument` for a size or offset that is not a whole number of at least 0
 *
 * @example
 * ```ts
 * normal(2, { seed: 7, offset: 3 }); // as normal(5, { seed: 7 }).subarray(3)
 * ```
 */
export function normal(
  size: number,
  options: { seed: Seed; mean?: number; stddev?: number; offset?: number },
): Float32Array {
  requireDraw("normal", size, options);
  const { seed, mean = 0, stddev = 1, offset = 0 } = options;
  requireCount("size", size);
  requireCount("offset", offset);
  const skipped = offset % 4;
  const end = skipped + size;
  const drawn = words(Math.ceil(end / 4) * 4, seed, (offset - skipped) / 4);
  const out = new Float32Array(size);
  const [centre, scale] = [Math.fround(mean), Math.fround(stddev)];
  for (let word = skipped - (skipped % 2); word < end; word += 2) {
    const radius = radiusOf(drawn[word] ?? 0);
    const angle = angleOf(drawn[word + 1] ?? 0);
    const i = word - skipped;
    if (i >= 0) out[i] = Math.fround(sineOf(angle, radius) * scale) + centre;
    if (i + 1 < size) out[i + 1] = Math.fround(cosineOf(angle, radius) * scale) + centre;
  }
  return out;
}

/**
 * `keras.random.truncated_normal`: as {@link normal}, values beyond two standard deviations drawn again. Each group of
 * four values has 256 blocks of the stream set aside (`TruncatedNormalDistribution` in random_distributions.h).
 */
export function truncatedNormal(
  size: number,
  options: { seed: Seed; mean?: number; stddev?: number },
): Float32Array {
  requireDraw("truncatedNormal", size, options);
  const { seed, mean = 0, stddev = 1 } = options;
  const out = new Float32Array(size);
  const [centre, scale] = [Math.fround(mean), Math.fround(stddev)];
  for (let start = 0; start < size; start += 4) {
    const philox = statelessPhilox(seed);
    philox.skipBlocks((start / 4) * blocksPerSample);
    let i = start;
    while (i < Math.min(start + 4, size)) {
      const radius = radiusOf(philox.next());
      const angle = angleOf(philox.next());
      for (const value of [sineOf(angle, radius), cosineOf(angle, radius)]) {
        if (Math.abs(value) < 2 && i < Math.min(start + 4, size)) {
          out[i++] = Math.fround(value * scale) + centre;
        }
      }
    }
  }
  return out;
}

/**
 * `keras.random.randint`: whole numbers from `minval` to `maxval - 1`.
 *
 * @param dtype Keras draws int32 from one word and every other type from two
 * @throws RandomError `invalid-argument` when the range is empty
 */
export function randint(
  size: number,
  options: { seed: Seed; minval: number; maxval: number; dtype?: "int32" | "uint8" | "int64" },
): Int32Array {
  requireDraw("randint", size, options);
  const { seed, minval, maxval, dtype = "int32" } = options;
  const range = maxval - minval;
  if (!Number.isInteger(minval) || !Number.isInteger(maxval) || range <= 0) {
    throw new RandomError(
      "invalid-argument",
      `randint: expected whole numbers minval < maxval; received minval=${minval}, maxval=${maxval}.`,
    );
  }
  const out = new Int32Array(size);
  if (dtype === "int32") {
    const drawn = words(size, seed);
    for (let i = 0; i < size; i++) out[i] = minval + ((drawn[i] ?? 0) % range);
    return out;
  }
  const drawn = words(size * 2, seed);
  const two32 = 2 ** 32 % range;
  for (let i = 0; i < size; i++) {
    const low = (drawn[2 * i] ?? 0) % range;
    const high = (drawn[2 * i + 1] ?? 0) % range;
    out[i] = minval + ((low + high * two32) % range);
  }
  return out;
}

/** `keras.random.shuffle` of `n` things: the permutation that sorts n uniforms. */
export function shuffle(n: number, options: { seed: Seed }): Int32Array {
  requireDraw("shuffle", n, options);
  const { seed } = options;
  const keys = uniform(n, { seed });
  return Int32Array.from(keys.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}

/** Keras's dropout: 0 where a value is dropped, else `1 / (1 - rate)`. */
export function dropoutMask(size: number, options: { seed: Seed; rate: number }): Float32Array {
  requireDraw("dropoutMask", size, options);
  const { seed, rate } = options;
  if (!(rate >= 0 && rate < 1)) {
    throw new RandomError(
      "invalid-argument",
      `dropoutMask: rate must be from 0 up to but not 1; received ${rate}.`,
    );
  }
  const drawn = words(size, seed);
  const out = new Float32Array(size);
  const kept = Math.fround(1 / (1 - rate));
  const threshold = Math.fround(rate);
  for (let i = 0; i < size; i++) out[i] = unit(drawn[i] ?? 0) >= threshold ? kept : 0;
  return out;
}

/** Doubles from a stream, two to a block, each block read from its last to its first (stateless_random_gamma_op.cc). */
class DoublePairs {
  readonly #philox: Philox;
  readonly #transform: (u: number, v: number) => [number, number];
  #left: number[] = [];

  constructor(philox: Philox, transform: (u: number, v: number) => [number, number]) {
    this.#philox = philox;
    this.#transform = transform;
  }

  next(): number {
    if (this.#left.length === 0) {
      const [a, b, c, d] = [
        this.#philox.next(),
        this.#philox.next(),
        this.#philox.next(),
        this.#philox.next(),
      ];
      this.#left = this.#transform(unitDouble(a, b), unitDouble(c, d));
    }
    return this.#left.pop() ?? 0;
  }
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), as TensorFlow draws it. */
function gammaSample(philox: Philox, alpha: number): number {
  const uniforms = new DoublePairs(philox, (u, v) => [u, v]);
  if (alpha === 1) return -Math.log1p(-uniforms.next());
  const normals = new DoublePairs(philox, (u, v) => {
    const radius = Math.sqrt(-2 * Math.log(Math.max(u, 1e-7)));
    return [Math.sin(2 * Math.PI * v) * radius, Math.cos(2 * Math.PI * v) * radius];
  });
  const d = alpha + (alpha < 1 ? 2 / 3 : -1 / 3);
  const c = 1 / 3 / Math.sqrt(d);
  for (;;) {
    const x = normals.next();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root ** 3;
    const u = uniforms.next();
    if (u < 1 - 0.0331 * x ** 4 || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) {
      return alpha < 1 ? d * v * uniforms.next() ** (1 / alpha) : d * v;
    }
  }
}

/** `keras.random.gamma`: float32 gamma variables of shape `alpha` and scale 1. */
export function gamma(size: number, options: { seed: Seed; alpha: number }): Float32Array {
  requireDraw("gamma", size, options);
  const { seed, alpha } = options;
  if (!(alpha > 0)) {
    throw new RandomError("invalid-argument", `gamma: alpha must be above 0; received ${alpha}.`);
  }
  const shape = Math.fround(alpha);
  return Float32Array.from({ length: size }, (_, i) => {
    const philox = statelessPhilox(seed);
    philox.skipBlocks(i * blocksPerSample);
    return Math.max(1.1754943508222875e-38, gammaSample(philox, shape));
  });
}

/** `keras.random.beta`: float32 beta variables, from two gamma variables each. */
export function beta(
  size: number,
  options: { seed: Seed; alpha: number; beta: number },
): Float32Array {
  requireDraw("beta", size, options);
  const { seed, alpha, beta: second } = options;
  reducedSeed(seed); // refuses what is none
  const [a, b] = typeof seed === "number" ? [seed, 0] : seed;
  const x = gamma(size, { seed: [a, b], alpha });
  const y = gamma(size, { seed: [a + 12, b + 12], alpha: second });
  return x.map((value, i) => value / Math.fround(value + (y[i] ?? 0)));
}
