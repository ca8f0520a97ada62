/**
 * Unpacks a zlib stream as far as is asked for, with zlib's own view of what is an error until then (RFC 1950 and 1951).
 * For streams that are damaged or of another length than expected; whole ones are unpacked by faster means.
 */

import { adler32 } from "./checksums";

/** Codes of lengths and distances: their least value and the bits that are added (RFC 1951, 3.2.5). */
// oxfmt-ignore
const [lengthBase, lengthBits, distanceBase, distanceBits] = [
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258],
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
  [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577],
  [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
] as const;
/** The order in which the lengths of the code lengths' codes are written. */
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const fixedLiterals = [
  ...Array<number>(144).fill(8),
  ...Array<number>(112).fill(9),
  ...Array<number>(24).fill(7),
  ...Array<number>(8).fill(8),
];
const fixedDistances = Array<number>(32).fill(5);

/** The packed bytes end before the stream does. */
class CutShort extends Error {}

/** The first `sizeBytes` of the stream's content. @throws where it is damaged before their end, or has fewer */
export function inflateExactly(packed: Uint8Array, sizeBytes: number): Uint8Array {
  const stream = new Inflater(packed, sizeBytes);
  try {
    stream.run();
  } catch (error) {
    // Damage behind what is wanted does not matter, but the stream must not end too early.
    if (!stream.beyond || error instanceof CutShort) throw error;
  }
  if (stream.written < sizeBytes) throw new Error("the stream ends too early");
  return stream.out;
}

class Inflater {
  readonly out: Uint8Array;
  written = 0;
  /** Whether there was more than there is room for. */
  beyond = false;
  readonly #packed: Uint8Array;
  #at = 2;
  #held = 0;
  #count = 0;

  constructor(packed: Uint8Array, sizeBytes: number) {
    this.#packed = packed;
    this.out = new Uint8Array(sizeBytes);
  }

  run(): void {
    const [method = 0, flags = 0] = this.#packed;
    const isZlib = (method & 15) === 8 && method >> 4 < 8 && (method * 256 + flags) % 31 === 0;
    if (!isZlib || (flags & 32) !== 0) throw new Error("not a zlib stream");
    for (let last = false; !last;) {
      last = this.#bits(1) === 1;
      const kind = this.#bits(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#compressed(new Code(fixedLiterals), new Code(fixedDistances));
      else if (kind === 2) this.#dynamic();
      else throw new Error("invalid block type");
    }
    this.#held = this.#count = 0; // up to the next whole byte
    let sum = 0;
    for (let i = 0; i < 4; i++) sum = sum * 256 + this.#bits(8);
    if (!this.beyond && sum !== adler32(this.out.subarray(0, this.written))) {
      throw new Error("wrong checksum");
    }
  }

  /** The next `count` bits, the least one first; at most 16. */
  #bits(count: number): number {
    while (this.#count < count) {
      const byte = this.#packed[this.#at++];
      if (byte === undefined) throw new CutShort("the stream is cut short");
      this.#held |= byte << this.#count;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  #symbol(code: Code): number {
    let [bits, first, index] = [0, 0, 0];
    for (let length = 1; length <= 15; length++) {
      bits |= this.#bits(1);
      const count = code.counts[length] as number;
      if (bits - count < first) return code.symbols[index + bits - first] as number;
      index += count;
      first = (first + count) << 1;
      bits <<= 1;
    }
    throw new Error("invalid code");
  }

  #emit(byte: number): void {
    if (this.written < this.out.length) this.out[this.written++] = byte;
    else this.beyond = true;
  }

  #stored(): void {
    this.#held = this.#count = 0;
    const length = this.#bits(16);
    if (length !== (this.#bits(16) ^ 0xffff)) throw new Error("invalid stored block");
    for (let i = 0; i < length; i++) this.#emit(this.#bits(8));
  }

  #dynamic(): void {
    const [literals, distances, codes] = [
      this.#bits(5) + 257,
      this.#bits(5) + 1,
      this.#bits(4) + 4,
    ];
    if (literals > 286 || distances > 30) throw new Error("too many codes");
    const codeLengths = Array<number>(19).fill(0);
    for (const place of codeOrder.slice(0, codes)) codeLengths[place] = this.#bits(3);
    const code = new Code(codeLengths, "whole");
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const symbol = this.#symbol(code);
      if (symbol < 16) lengths.push(symbol);
      else this.#repeat(symbol, lengths);
    }
    if (lengths.length > literals + distances) throw new Error("too many code lengths");
    if (lengths[256] === 0) throw new Error("no code for the end of the block");
    this.#compressed(new Code(lengths.slice(0, literals)), new Code(lengths.slice(literals)));
  }

  #repeat(symbol: number, lengths: number[]): void {
    const before = lengths.at(-1);
    if (symbol === 16 && before === undefined) throw new Error("nothing to repeat");
    const value = symbol === 16 ? (before ?? 0) : 0;
    const times =
      symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
    for (let i = 0; i < times; i++) lengths.push(value);
  }

  #compressed(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.#emit(symbol);
        continue;
      }
      const length = this.#extended(lengthBase, lengthBits, symbol - 257);
      const distance = this.#extended(distanceBase, distanceBits, this.#symbol(distances));
      if (distance > this.written && !this.beyond) throw new Error("distance too far back");
      for (let i = 0; i < length; i++) this.#emit(this.out[this.written - distance] ?? 0);
    }
  }

  #extended(base: readonly number[], bits: readonly number[], index: number): number {
    const [least, extra] = [base[index], bits[index]];
    if (least === undefined || extra === undefined) throw new Error("invalid code");
    return least + this.#bits(extra);
  }
}

/** A Huffman code: how many codes of each length, and the symbols in their order. */
class Code {
  readonly counts = new Uint16Array(16);
  readonly symbols: Uint16Array;

  /** @throws where the lengths do not make a code; one that is not complete is one only where it has a single code of one bit */
  constructor(lengths: readonly number[], must?: "whole") {
    for (const length of lengths)
      if (length > 0) this.counts[length] = (this.counts[length] as number) + 1;
    let left = 1;
    for (const count of this.counts.subarray(1)) {
      left = 2 * left - count;
      if (left < 0) throw new Error("over-subscribed code");
    }
    const used = this.counts.reduce((sum, count) => sum + count, 0);
    const longest = this.counts.reduce((most, count, length) => (count > 0 ? length : most), 0);
    if (left > 0 && (must === "whole" || longest > 1) && used > 0)
      throw new Error("incomplete code");
    this.symbols = Uint16Array.from(
      lengths
        .map((length, symbol) => ({ length, symbol }))
        .filter(({ length }) => length > 0)
        .sort((a, b) => a.length - b.length || a.symbol - b.symbol),
      ({ symbol }) => symbol,
    );
  }
}
