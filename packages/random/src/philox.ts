/**
 * Philox 4x32-10, TensorFlow's counter-based generator: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3"
 * (2011), with the key and counter layout of TensorFlow's `philox_random.h`.
 */

/** The upper 32 bits of the unsigned product of two 32-bit numbers; `Math.imul` gives the lower ones. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + (middle >>> 16) + (cross >>> 16)) >>> 0;
}

/** Computes the four words of the block with the given counter and key into `out` at `offset`. */
export function philoxBlock(
  counter: Uint32Array,
  key0: number,
  key1: number,
  out: Uint32Array,
  offset: number,
): void {
  let c0 = counter[0] ?? 0;
  let c1 = counter[1] ?? 0;
  let c2 = counter[2] ?? 0;
  let c3 = counter[3] ?? 0;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/** A stream of 32-bit words. */
export class Philox {
  readonly #counter = new Uint32Array(4);
  #key0 = 0;
  #key1 = 0;
  readonly #block = new Uint32Array(4);
  #used = 4;

  /** Seeds as tf.data does: `seed` is the key, `seed2` the upper half of the counter; both unsigned 64-bit. */
  constructor(seed: number | bigint, seed2: number | bigint) {
    if (seed === 0 && seed2 === 0) return; // big integers are slow, and every stateless draw makes a stream
    const low = BigInt.asUintN(64, BigInt(seed));
    const high = BigInt.asUintN(64, BigInt(seed2));
    this.#key0 = Number(low & 0xffffffffn);
    this.#key1 = Number(low >> 32n);
    this.#counter[2] = Number(high & 0xffffffffn);
    this.#counter[3] = Number(high >> 32n);
  }

  /** A stream from a raw key and counter. */
  static fromState(
    key: readonly [number, number],
    counter: readonly [number, number, number, number],
  ): Philox {
    const philox = new Philox(0, 0);
    philox.#key0 = key[0] >>> 0;
    philox.#key1 = key[1] >>> 0;
    philox.#counter.set(counter);
    return philox;
  }

  /** The next word, 0 to 2^32 - 1. */
  next(): number {
    if (this.#used === 4) {
      philoxBlock(this.#counter, this.#key0, this.#key1, this.#block, 0);
      this.#advance(1);
      this.#used = 0;
    }
    return this.#block[this.#used++] ?? 0;
  }

  /** Fills `out` with the next words. Faster than one by one where a block boundary is met. */
  fill(out: Uint32Array): void {
    let i = 0;
    while (i < out.length && this.#used < 4) out[i++] = this.next();
    for (; i + 4 <= out.length; i += 4) {
      philoxBlock(this.#counter, this.#key0, this.#key1, out, i);
      this.#advance(1);
    }
    while (i < out.length) out[i++] = this.next();
  }

  /** Moves the counter on by `count` blocks of four words; words left of the current block are dropped. */
  skipBlocks(count: number): void {
    this.#used = 4;
    this.#advance(count);
  }

  #advance(blocks: number): void {
    const counter = this.#counter;
    let carry = blocks;
    for (let i = 0; i < 4 && carry > 0; i++) {
      const sum = (counter[i] ?? 0) + (carry % 2 ** 32);
      counter[i] = sum;
      carry = Math.floor(carry / 2 ** 32) + (sum >= 2 ** 32 ? 1 : 0);
    }
  }
}
