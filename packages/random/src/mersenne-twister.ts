/**
 * MT19937, the generator behind NumPy's RandomState and Python's Random: Matsumoto & Nishimura (1998).
 * The two differ only in how they seed it.
 */
const N = 624;
const M = 397;

export class MersenneTwister {
  readonly #state = new Uint32Array(N);
  #position = N;

  private constructor() {}

  /** Knuth's initialiser (`init_genrand`), as NumPy seeds from an integer. */
  static fromInteger(seed: number): MersenneTwister {
    const twister = new MersenneTwister();
    const state = twister.#state;
    state[0] = seed >>> 0;
    for (let p = 1; p < N; p++) {
      const previous = state[p - 1] ?? 0;
      state[p] = Math.imul(1812433253, previous ^ (previous >>> 30)) + p;
    }
    return twister;
  }

  /** `init_by_array`, as Python seeds from any integer and NumPy from a list. */
  static fromArray(key: readonly number[]): MersenneTwister {
    const twister = MersenneTwister.fromInteger(19650218);
    const state = twister.#state;
    const mixed = (i: number, factor: number): number => {
      const previous = state[i - 1] ?? 0;
      return (state[i] ?? 0) ^ Math.imul(previous ^ (previous >>> 30), factor);
    };
    let i = 1;
    let j = 0;
    const wrap = (): void => {
      if (++i >= N) {
        state[0] = state[N - 1] ?? 0;
        i = 1;
      }
    };
    for (let k = Math.max(N, key.length); k > 0; k--) {
      state[i] = mixed(i, 1664525) + (key[j] ?? 0) + j;
      wrap();
      j = (j + 1) % key.length;
    }
    for (let k = N - 1; k > 0; k--) {
      state[i] = mixed(i, 1566083941) - i;
      wrap();
    }
    state[0] = 0x80000000;
    return twister;
  }

  /** The next output, 0 to 2^32 - 1. */
  nextUint32(): number {
    if (this.#position >= N) this.#twist();
    let y = this.#state[this.#position++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** The 624 words and the position in them, for saving. */
  getState(): { words: number[]; position: number } {
    return { words: Array.from(this.#state), position: this.#position };
  }

  static fromState({
    words,
    position,
  }: {
    words: readonly number[];
    position: number;
  }): MersenneTwister {
    const twister = new MersenneTwister();
    twister.#state.set(words);
    twister.#position = position;
    return twister;
  }

  #twist(): void {
    const state = this.#state;
    // Three stretches, so that no index needs a remainder.
    for (let k = 0; k < N - M; k++) mix(state, k, k + 1, k + M);
    for (let k = N - M; k < N - 1; k++) mix(state, k, k + 1, k + M - N);
    mix(state, N - 1, 0, M - 1);
    this.#position = 0;
  }
}

/** One word of the next block, from itself, the word after it and the word `M` places on. */
function mix(state: Uint32Array, k: number, next: number, far: number): void {
  const y = ((state[k] ?? 0) & 0x80000000) | ((state[next] ?? 0) & 0x7fffffff);
  state[k] = (state[far] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
}
