/** Decodes the coefficients of one scan: sequential, or one of the four kinds of a progressive image (T.81, F and G). */
import { type Component, type Scan, UnsupportedJpeg, ZIGZAG } from "./header";
import { BitReader, type HuffmanTable } from "./huffman";

/** Decodes one block: `at` is where its coefficients begin. */
type BlockDecoder = (component: Component, index: number, block: number, at: number) => void;

export function decodeScan(scan: Scan): void {
  const state = new ScanState(scan);
  const { components, frame, restartInterval, segments } = scan;
  const single = components.length === 1 ? components[0] : undefined;
  const mcusWide = single ? single.blocksWide : Math.ceil(frame.width / (8 * frame.maxH));
  const mcusHigh = single ? single.blocksHigh : Math.ceil(frame.height / (8 * frame.maxV));
  const total = mcusWide * mcusHigh;
  const perSegment = restartInterval || total;
  if (segments.length !== Math.ceil(total / perSegment)) {
    throw new UnsupportedJpeg("restart markers are missing");
  }
  let mcu = 0;
  for (const segment of segments) {
    state.restart(segment);
    for (const end = Math.min(total, mcu + perSegment); mcu < end; mcu++) {
      const x = mcu % mcusWide;
      const y = (mcu - x) / mcusWide;
      if (single) {
        const block = y * single.paddedWide + x;
        state.decode(single, 0, block, block * 64);
        continue;
      }
      for (let i = 0; i < components.length; i++) {
        const component = components[i]!;
        for (let v = 0; v < component.v; v++) {
          const row = (y * component.v + v) * component.paddedWide;
          for (let h = 0; h < component.h; h++) {
            const block = row + x * component.h + h;
            state.decode(component, i, block, block * 64);
          }
        }
      }
    }
    if (state.overrun) throw new UnsupportedJpeg("a segment ends too early");
  }
  for (const { missingBits } of components) {
    missingBits.fill(frame.progressive ? scan.low : 0, scan.spectralStart, scan.spectralEnd + 1);
  }
}

class ScanState {
  readonly decode: BlockDecoder;
  readonly #dc: readonly (HuffmanTable | undefined)[];
  readonly #ac: readonly (HuffmanTable | undefined)[];
  readonly #start: number;
  readonly #end: number;
  readonly #low: number;
  #reader = new BitReader(new Uint8Array(8));
  #predicted: number[] = [];
  /** Blocks of the band that are still to be passed over. */
  #endOfBand = 0;

  constructor(scan: Scan) {
    const { frame, spectralStart, spectralEnd, high, low, components } = scan;
    this.#dc = scan.dcTables;
    this.#ac = scan.acTables;
    this.#start = spectralStart;
    this.#end = spectralEnd;
    this.#low = low;
    if (!frame.progressive) {
      if (spectralStart !== 0 || spectralEnd !== 63 || high !== 0 || low !== 0) {
        throw new UnsupportedJpeg("scan of a sequential image");
      }
      this.decode = this.#sequential;
    } else if (spectralStart === 0) {
      if (spectralEnd !== 0 || low > 13) throw new UnsupportedJpeg("DC scan");
      this.decode = high === 0 ? this.#dcFirst : this.#dcRefine;
    } else {
      if (spectralEnd > 63 || spectralEnd < spectralStart || low > 13 || components.length > 1) {
        throw new UnsupportedJpeg("AC scan");
      }
      this.decode = high === 0 ? this.#acFirst : this.#acRefine;
    }
    if (frame.progressive && high !== 0 && high !== low + 1) {
      throw new UnsupportedJpeg("successive approximation");
    }
  }

  get overrun(): boolean {
    return this.#reader.overrun;
  }

  restart(segment: Uint8Array): void {
    this.#reader = new BitReader(segment);
    this.#predicted = [0, 0, 0];
    this.#endOfBand = 0;
  }

  #symbol(table: HuffmanTable | undefined): number {
    const symbol = table ? this.#reader.symbol(table) : -1;
    if (symbol < 0) throw new UnsupportedJpeg("no such code");
    return symbol;
  }

  /** The difference to the component's last DC value, added to it. */
  #dcValue(index: number): number {
    const size = this.#symbol(this.#dc[index]);
    if (size > 15) throw new UnsupportedJpeg("DC size");
    const value = this.#predicted[index]! + this.#reader.signed(size);
    this.#predicted[index] = value;
    return value;
  }

  readonly #sequential: BlockDecoder = ({ coefficients, extents }, index, block, at) => {
    const dc = this.#dc[index];
    const ac = this.#ac[index];
    const predicted = this.#predicted[index]!;
    const last = dc && ac ? this.#reader.block(coefficients, at, predicted, dc, ac, ZIGZAG) : -1;
    if (last < 0) throw new UnsupportedJpeg("no such code");
    this.#predicted[index] = coefficients[at]!;
    extents[block] = last;
  };

  readonly #dcFirst: BlockDecoder = ({ coefficients }, index, _block, at) => {
    coefficients[at] = this.#dcValue(index) << this.#low;
  };

  readonly #dcRefine: BlockDecoder = ({ coefficients }, _index, _block, at) => {
    if (this.#reader.bit()) coefficients[at] = coefficients[at]! | (1 << this.#low);
  };

  readonly #acFirst: BlockDecoder = ({ coefficients, extents }, index, block, at) => {
    if (this.#endOfBand > 0) {
      this.#endOfBand--;
      return;
    }
    const table = this.#ac[index];
    for (let k = this.#start; k <= this.#end; k++) {
      const symbol = this.#symbol(table);
      const run = symbol >> 4;
      const size = symbol & 15;
      k += run;
      if (size === 0) {
        if (run === 15) continue;
        this.#endOfBand = (1 << run) - 1 + (run > 0 ? this.#reader.bits(run) : 0);
        return;
      }
      if (k > this.#end) throw new UnsupportedJpeg("too many coefficients");
      coefficients[at + ZIGZAG[k]!] = this.#reader.signed(size) * (1 << this.#low);
      if (k > extents[block]!) extents[block] = k;
    }
  };

  readonly #acRefine: BlockDecoder = ({ coefficients, extents }, index, block, at) => {
    const bit = 1 << this.#low;
    const table = this.#ac[index];
    let k = this.#start;
    if (this.#endOfBand === 0) {
      for (; k <= this.#end; k++) {
        const symbol = this.#symbol(table);
        let run = symbol >> 4;
        let value = 0;
        if ((symbol & 15) !== 0) {
          if ((symbol & 15) !== 1) throw new UnsupportedJpeg("refinement");
          value = this.#reader.bit() ? bit : -bit;
        } else if (run !== 15) {
          this.#endOfBand = (1 << run) + (run > 0 ? this.#reader.bits(run) : 0);
          break;
        }
        // Passes over `run` coefficients that are still 0, refining the others on the way.
        for (; k <= this.#end; k++) {
          const place = at + ZIGZAG[k]!;
          if (coefficients[place] !== 0) this.#refine(coefficients, place, bit);
          else if (--run < 0) break;
        }
        if (value === 0) continue;
        if (k > this.#end) throw new UnsupportedJpeg("too many coefficients");
        coefficients[at + ZIGZAG[k]!] = value;
        if (k > extents[block]!) extents[block] = k;
      }
    }
    if (this.#endOfBand > 0) {
      for (; k <= this.#end; k++) {
        const place = at + ZIGZAG[k]!;
        if (coefficients[place] !== 0) this.#refine(coefficients, place, bit);
      }
      this.#endOfBand--;
    }
  };

  #refine(coefficients: Int16Array, place: number, bit: number): void {
    const value = coefficients[place]!;
    if (!this.#reader.bit() || (Math.abs(value) & bit) !== 0) return;
    coefficients[place] = value + (value > 0 ? bit : -bit);
  }
}
