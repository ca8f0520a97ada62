/** Reads the bits of entropy-coded data. */
import { badCodeBits, type HuffmanTable, lookBits } from "./huffman";

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

  /** The next symbol; 0 when the bits are not a code. */
  symbol(table: HuffmanTable): number {
    if (this.#count < badCodeBits) this.#fill();
    const look = (this.#held >>> (this.#count - lookBits)) & ((1 << lookBits) - 1);
    const found = table.look[look] as number;
    if (found !== 0) {
      this.#count -= found >> 8;
      return found & 255;
    }
    for (let length = lookBits + 1; length <= 16; length++) {
      const code = (this.#held >>> (this.#count - length)) & ((1 << length) - 1);
      if (code <= (table.maxCode[length] as number)) {
        this.#count -= length;
        return table.symbols[(table.offset[length] as number) + code] ?? 0;
      }
    }
    this.#count -= badCodeBits;
    return 0;
  }

  /**
   * Decodes one block of a sequential image into 64 coefficients from `at` on (T.81, F.2.2), of which `zigzag` gives the
   * places. All state is in local variables: most of a photo's decoding time is spent here.
   *
   * @returns the zigzag index of the last coefficient that may be other than 0
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
      const found = table.look[(held >>> (count - lookBits)) & ((1 << lookBits) - 1)] as number;
      let symbol = found & 255;
      if (found !== 0) count -= found >> 8;
      else {
        let length = lookBits + 1;
        let code = (held >>> (count - length)) & ((1 << length) - 1);
        while (length <= 16 && code > (table.maxCode[length] as number)) {
          length++;
          code = (held >>> (count - length)) & ((1 << length) - 1);
        }
        // Bits that are not a code are 17 and mean 0.
        if (length <= 16) symbol = table.symbols[(table.offset[length] as number) + code] ?? 0;
        count -= length;
      }
      const size = symbol & 15;
      if (k === 0) table = ac;
      else {
        k += symbol >> 4;
        if (size === 0) {
          if (symbol !== 0xf0) break;
          continue;
        }
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
        coefficients[at + (zigzag[k] as number)] = value;
        last = k;
      }
    }
    this.#at = next;
    this.#held = held;
    this.#count = count;
    return last > 63 ? 63 : last;
  }
}
