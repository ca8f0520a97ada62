/**
 * Keras's normal noise where it is needed: the values from one place to another of a draw, without those before. Philox
 * is a counter, so a stream can begin anywhere; value i comes from words i and i + 1, or i - 1 and i if i is odd:
 *
 *   u = max(word0, 1e-7);  r = sqrt(-2 ln u);  a = 2 pi word1;  values r sin a, r cos a      (words as 23 bits in [0, 1))
 */
import { statelessPhilox, type SeedPair } from "@flowers/random";

const f = Math.fround;
const unit = (word: number): number => (word & 0x7fffff) / 0x800000;
const smallest = f(1e-7);

/**
 * Writes values `from` to `to` (excluded) of `normal(size, { seed })` of `@flowers/random` to the same places of `target`.
 */
export function writeNormalRun(
  target: Float32Array,
  from: number,
  to: number,
  seed: SeedPair,
): void {
  const stream = statelessPhilox(seed);
  const first = from - (from % 4);
  stream.skipBlocks(first / 4);
  const words = new Uint32Array(Math.ceil((to - first) / 4) * 4);
  stream.fill(words);
  for (let i = from - (from % 2); i < to; i += 2) {
    const radius = f(Math.sqrt(f(-2 * f(Math.log(Math.max(unit(words[i - first]!), smallest))))));
    const angle = f(2 * Math.PI * unit(words[i - first + 1]!));
    if (i >= from) target[i] = f(f(Math.sin(angle)) * radius);
    if (i + 1 < to) target[i + 1] = f(f(Math.cos(angle)) * radius);
  }
}
