/** Python's `random.Random`, as far as Keras draws from it. */
import { RandomError } from "./errors";
import { MersenneTwister } from "./mersenne-twister";
import type { TwisterState } from "./numpy-random-state";

/**
 * `random.Random(seed)`: the same numbers as CPython's, bit for bit.
 *
 * @example
 * new PythonRandom(123).randint(1, 1e9); // 56224986
 */
export class PythonRandom {
  #twister: MersenneTwister;

  /**
   * @param seed any whole number; the sign is ignored, as Python does
   * @throws RandomError `invalid-argument` when it is not whole
   */
  constructor(seed: number | bigint) {
    if (typeof seed === "number" && !Number.isInteger(seed)) {
      throw new RandomError(
        "invalid-argument",
        `PythonRandom: seed must be a whole number; received ${seed}.`,
      );
    }
    let rest = BigInt(seed);
    if (rest < 0n) rest = -rest;
    const key: number[] = [];
    do {
      key.push(Number(rest & 0xffffffffn));
      rest >>= 32n;
    } while (rest > 0n);
    this.#twister = MersenneTwister.fromArray(key);
  }

  /** The next raw 32-bit output. */
  nextUint32(): number {
    return this.#twister.nextUint32();
  }

  /** `random()`: a double in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.#twister.nextUint32() >>> 5;
    const low = this.#twister.nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * `getrandbits(k)` for 1 to 53 bits: a whole number below 2^k.
   *
   * @throws RandomError `invalid-argument` for any other k
   */
  getrandbits(k: number): number {
    if (!Number.isInteger(k) || k < 1 || k > 53) {
      throw new RandomError(
        "invalid-argument",
        `getrandbits: k must be from 1 to 53; received ${k}.`,
      );
    }
    if (k <= 32) return this.#twister.nextUint32() >>> (32 - k);
    const low = this.#twister.nextUint32();
    return (this.#twister.nextUint32() >>> (64 - k)) * 2 ** 32 + low;
  }

  /**
   * `randint(a, b)`: a whole number from `a` to `b`, both included.
   *
   * @throws RandomError `invalid-argument` when the range is empty
   */
  randint(a: number, b: number): number {
    if (!Number.isInteger(a) || !Number.isInteger(b) || b < a) {
      throw new RandomError(
        "invalid-argument",
        `randint: expected whole numbers a <= b; received a=${a}, b=${b}.`,
      );
    }
    return a + this.#below(b - a + 1);
  }

  /**
   * `choice(list)`.
   *
   * @throws RandomError `invalid-argument` when the list is empty
   */
  choice<T>(list: readonly T[]): T {
    if (list.length === 0) {
      throw new RandomError(
        "invalid-argument",
        "choice: expected a list with at least one entry; received an empty one.",
      );
    }
    return list[this.#below(list.length)] as T;
  }

  getState(): TwisterState {
    return this.#twister.getState();
  }

  setState(state: TwisterState): void {
    this.#twister = MersenneTwister.fromState(state);
  }

  /** A uniform whole number below n, by rejection of as many bits as n has. */
  #below(n: number): number {
    const bits = n.toString(2).length;
    let value = this.getrandbits(bits);
    while (value >= n) value = this.getrandbits(bits);
    return value;
  }
}
