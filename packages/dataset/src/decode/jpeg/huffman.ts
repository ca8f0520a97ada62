/** Huffman codes of JPEG. */
import { standardAc, standardDc } from "./standard-tables";
import { invalid } from "./invalid";

/** Bits that are looked up at once; longer codes are rare. */
export const lookBits = 9;
/** Bits that libjpeg takes for a code that there is none of; it reads them as symbol 0. */
export const badCodeBits = 17;

export class HuffmanTable {
  /** For every `lookBits` bits: code length * 256 + symbol; 0 where the code is longer. */
  readonly look = new Uint16Array(1 << lookBits);
  /** The largest code of each length, or -1; the index of its symbol is `offset` plus the code. */
  readonly maxCode = new Int32Array(17).fill(-1);
  readonly offset = new Int32Array(17);
  readonly symbols: Uint8Array;
  readonly #counts: Uint8Array;
  #ready = false;

  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#counts = counts;
    this.symbols = symbols;
  }

  /** The table ready for use; those that are not used may be bad. @throws DecodeError */
  prepared(isDc: boolean): this {
    if (isDc && this.symbols.some((symbol) => symbol > 15)) throw invalid("Huffman table");
    if (!this.#ready) this.#fill();
    this.#ready = true;
    return this;
  }

  #fill(): void {
    let code = 0;
    let index = 0;
    this.#counts.forEach((count, i) => {
      const length = i + 1;
      this.offset[length] = index - code;
      for (let k = 0; k < count; k++, code++, index++) {
        if (length > lookBits) continue;
        const first = code << (lookBits - length);
        const entry = length * 256 + (this.symbols[index] ?? 0);
        this.look.fill(entry, first, first + (1 << (lookBits - length)));
      }
      if (count > 0) {
        this.maxCode[length] = code - 1;
        // No code may be all ones (T.81, C.2).
        if (code >= 1 << length) throw invalid("Huffman table");
      }
      code <<= 1;
    });
  }
}

/** The table `id` of a list, ready for use. @throws DecodeError where there is none */
export function tableFor(
  tables: readonly (HuffmanTable | undefined)[],
  id: number,
  isDc: boolean,
): HuffmanTable {
  const table = tables[id];
  if (!table) throw invalid("no Huffman table");
  return table.prepared(isDc);
}

/** New tables of T.81, annex K. */
export function standardTables(): Record<"dc" | "ac", readonly [HuffmanTable, HuffmanTable]> {
  const [dc0, dc1] = standardDc;
  const [ac0, ac1] = standardAc;
  const make = ({ counts, symbols }: typeof dc0): HuffmanTable => new HuffmanTable(counts, symbols);
  return { dc: [make(dc0), make(dc1)], ac: [make(ac0), make(ac1)] };
}
