/** Huffman codes of JPEG, and reading them bit by bit. */

/** Bits that are looked up at once; longer codes are rare. */
const LOOK_BITS = 9;

export class HuffmanTable {
  /** For every LOOK_BITS bits: code length * 256 + symbol; 0 where the code is longer. */
  readonly look = new Uint16Array(1 << LOOK_BITS);
  /** The largest code of each length, or -1; the index of its symbol is `offset` plus the code. */
  readonly maxCode = new Int32Array(17).fill(-1);
  readonly offset = new Int32Array(17);

  constructor(
    counts: Uint8Array,
    readonly symbols: Uint8Array,
  ) {
    let code = 0;
    let index = 0;
    for (let length = 1; length <= 16; length++) {
      this.offset[length] = index - code;
      for (let i = 0; i < counts[length - 1]!; i++, code++, index++) {
        if (length > LOOK_BITS) continue;
        const first = code << (LOOK_BITS - length);
        this.look.fill(length * 256 + symbols[index]!, first, first + (1 << (LOOK_BITS - length)));
      }
      if (counts[length - 1]! > 0) this.maxCode[length] = code - 1;
      code <<= 1;
    }
  }
}

/** Reads one segment of entropy-coded bytes, which end in at least 8 spare zeros. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether more bits were read than the segment has. */
  get overrun(): boolean {
    return this.#at * 8 - this.#count > (this.#bytes.length - 8) * 8;
  }

  #fill(): void {
    while (this.#count <= 16) {
      // Beyond the end `undefined` becomes 0; `overrun` tells.
      this.#held = (this.#held << 8) | (this.#bytes[this.#at++] as number);
      this.#count += 8;
    }
  }

  /** The next `count` bits, at most 16. */
  bits(count: number): number {
    if (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#held >>> this.#count) & ((1 << count) - 1);
  }

  bit(): number {
    if (this.#count < 1) this.#fill();
    return (this.#held >>> --this.#count) & 1;
  }

  /** A signed value of `size` bits (T.81, figure F.12). */
  signed(size: number): number {
    if (size === 0) return 0;
    const value = this.bits(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** The next symbol; -1 when the bits are no code. */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const found = table.look[(this.#held >>> (this.#count - LOOK_BITS)) & ((1 << LOOK_BITS) - 1)]!;
    if (found !== 0) {
      this.#count -= found >> 8;
      return found & 255;
    }
    for (let length = LOOK_BITS + 1; length <= 16; length++) {
      const code = (this.#held >>> (this.#count - length)) & ((1 << length) - 1);
      if (code <= table.maxCode[length]!) {
        this.#count -= length;
        return table.symbols[table.offset[length]! + code] ?? -1;
      }
    }
    return -1;
  }

  /**
   * Decodes one block of a sequential image into 64 coefficients from `at` on (T.81, F.2.2), of which `zigzag` gives the
   * places. All state is in local variables: most of a photo's decoding time is spent here.
   *
   * @returns the zigzag index of the last coefficient that is not 0; -1 when the bits are no codes
   */
  block(
    coefficients: Int16Array,
    at: number,
    predicted: number,
    dc: HuffmanTable,
    ac: HuffmanTable,
    zigzag: Uint8Array,
  ): number {
    const bytes = this.#bytes;
    let next = this.#at;
    let held = this.#held;
    let count = this.#count;
    let table = dc;
    let last = 0;
    for (let k = 0; k < 64; k++) {
      // 25 bits at least, for no code has more than 16; a value of more than 9 bits needs another look.
      while (count <= 16) {
        held = (held << 8) | (bytes[next++] as number);
        count += 8;
      }
      const found = table.look[(held >>> (count - LOOK_BITS)) & ((1 << LOOK_BITS) - 1)]!;
      let symbol = found & 255;
      if (found !== 0) count -= found >> 8;
      else {
        let length = LOOK_BITS + 1;
        let code = (held >>> (count - length)) & ((1 << length) - 1);
        while (length <= 16 && code > table.maxCode[length]!) {
          length++;
          code = (held >>> (count - length)) & ((1 << length) - 1);
        }
        if (length > 16) return -1;
        symbol = table.symbols[table.offset[length]! + code]!;
        count -= length;
      }
      const size = symbol & 15;
      if (k === 0) {
        if (symbol > 15) return -1;
        table = ac;
      } else {
        k += symbol >> 4;
        if (size === 0) {
          if (symbol !== 0xf0) break;
          continue;
        }
        if (k > 63) return -1;
      }
      let value = 0;
      if (size > 0) {
        while (count < size) {
          held = (held << 8) | (bytes[next++] as number);
          count += 8;
        }
        count -= size;
        value = (held >>> count) & ((1 << size) - 1);
        if (value < 1 << (size - 1)) value -= (1 << size) - 1;
      }
      if (k === 0) coefficients[at] = predicted + value;
      else {
        coefficients[at + zigzag[k]!] = value;
        last = k;
      }
    }
    this.#at = next;
    this.#held = held;
    this.#count = count;
    return last;
  }
}
