/** Huffman-coded scans: sequential, or one of the four kinds of a progressive image (T.81, annexes F.2.2 and G.2). */
import { BitReader } from "./bit-reader";
import { type Component, type Scan, zigzag } from "./frame";
import { type HuffmanTable, tableFor } from "./huffman";
import type { EntropyDecoder } from "./entropy-decoder";

export class HuffmanScan implements EntropyDecoder {
  readonly decode: EntropyDecoder["decode"];
  outOfData = false;
  readonly #dc: readonly HuffmanTable[];
  readonly #ac: readonly HuffmanTable[];
  readonly #start: number;
  readonly #end: number;
  readonly #low: number;
  #reader = new BitReader(new Uint8Array(8));
  readonly #predicted = new Int32Array(4);
  /** Blocks of the band that are still to be passed over. */
  #endOfBand = 0;

  constructor({ frame, tables, dcIds, acIds, spectralStart, spectralEnd, high, low }: Scan) {
    this.#start = spectralStart;
    this.#end = spectralEnd;
    this.#low = low;
    const isDc = !frame.progressive || spectralStart === 0;
    const isAc = !frame.progressive || spectralStart > 0;
    const refinesDc = isDc && !isAc && high !== 0; // takes bits as they are
    this.#dc = isDc && !refinesDc ? dcIds.map((id) => tableFor(tables.dc, id, true)) : [];
    this.#ac = isAc ? acIds.map((id) => tableFor(tables.ac, id, false)) : [];
    if (!frame.progressive) this.decode = this.#sequential;
    else if (isDc) this.decode = high === 0 ? this.#dcFirst : this.#dcRefine;
    else this.decode = high === 0 ? this.#acFirst : this.#acRefine;
  }

  restart(segment: Uint8Array, fresh: boolean): void {
    this.#reader = new BitReader(segment);
    this.#predicted.fill(0);
    this.#endOfBand = 0;
    if (fresh) this.outOfData = false;
  }

  endMcu(): void {
    if (this.#reader.overrun) this.outOfData = true;
  }

  readonly #sequential = (component: Component, order: number, block: number): void => {
    const { coefficients, extents } = component;
    const predicted = this.#predicted[order] as number;
    const [dc, ac] = [this.#dc[order] as HuffmanTable, this.#ac[order] as HuffmanTable];
    const last = this.#reader.block(coefficients, block * 64, predicted, dc, ac, zigzag);
    this.#predicted[order] = coefficients[block * 64] as number;
    if (last > (extents[block] as number)) extents[block] = last;
  };

  readonly #dcFirst = ({ coefficients }: Component, order: number, block: number): void => {
    const size = this.#reader.symbol(this.#dc[order] as HuffmanTable);
    const value = (this.#predicted[order] as number) + this.#reader.signed(size);
    this.#predicted[order] = value;
    coefficients[block * 64] = value << this.#low;
  };

  readonly #dcRefine = ({ coefficients }: Component, _order: number, block: number): void => {
    if (this.#reader.bit()) {
      coefficients[block * 64] = (coefficients[block * 64] as number) | (1 << this.#low);
    }
  };

  readonly #acFirst = (
    { coefficients, extents }: Component,
    order: number,
    block: number,
  ): void => {
    if (this.#endOfBand > 0) {
      this.#endOfBand--;
      return;
    }
    const table = this.#ac[order] as HuffmanTable;
    for (let k = this.#start; k <= this.#end; k++) {
      const symbol = this.#reader.symbol(table);
      const run = symbol >> 4;
      const size = symbol & 15;
      if (size === 0 && run < 15) {
        this.#endOfBand = (1 << run) - 1 + (run > 0 ? this.#reader.bits(run) : 0);
        return;
      }
      k += run;
      if (size === 0) continue;
      coefficients[block * 64 + (zigzag[k] as number)] = this.#reader.signed(size) << this.#low;
      noteExtent(extents, block, k);
    }
  };

  readonly #acRefine = (component: Component, order: number, block: number): void => {
    const { coefficients, extents } = component;
    const table = this.#ac[order] as HuffmanTable;
    let k = this.#start;
    if (this.#endOfBand === 0) {
      for (; k <= this.#end; k++) {
        const symbol = this.#reader.symbol(table);
        const run = symbol >> 4;
        let value = 0;
        if ((symbol & 15) !== 0) value = this.#reader.bit() ? 1 << this.#low : -1 << this.#low;
        else if (run !== 15) {
          this.#endOfBand = (1 << run) + (run > 0 ? this.#reader.bits(run) : 0);
          break;
        }
        k = this.#passOver(coefficients, block * 64, k, run);
        if (value === 0) continue;
        coefficients[block * 64 + (zigzag[k] as number)] = value;
        noteExtent(extents, block, k);
      }
    }
    if (this.#endOfBand > 0) {
      this.#passOver(coefficients, block * 64, k, 64);
      this.#endOfBand--;
    }
  };

  /** Passes over `run` coefficients that are still 0, refining the others on the way; returns where it stopped. */
  #passOver(coefficients: Int16Array, at: number, k: number, run: number): number {
    for (; k <= this.#end; k++) {
      const place = at + (zigzag[k] as number);
      const value = coefficients[place] as number;
      if (value === 0) {
        if (--run < 0) break;
      } else if (this.#reader.bit() && (value & (1 << this.#low)) === 0) {
        coefficients[place] = value + (value > 0 ? 1 << this.#low : -1 << this.#low);
      }
    }
    return k;
  }
}

function noteExtent(extents: Uint8Array, block: number, k: number): void {
  if (k > (extents[block] as number)) extents[block] = Math.min(k, 63);
}
