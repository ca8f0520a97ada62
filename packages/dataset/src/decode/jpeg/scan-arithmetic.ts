/** Arithmetically coded scans: sequential, or one of the four kinds of a progressive image (T.81, F.1.4, F.2.4 and G). */
import { ArithmeticDecoder, evenState } from "./arithmetic-decoder";
import { type Component, type Scan, zigzag } from "./frame";
import { invalid } from "./invalid";
import type { EntropyDecoder } from "./entropy-decoder";

/** Contexts of DC and of AC coefficients (tables F.4 and F.5). */
const [dcContexts, acContexts] = [64, 256];
/** Where contexts begin: DC magnitudes, AC magnitudes below and above the threshold, and bits behind their magnitude. */
const [dcMagnitude, acMagnitudeLow, acMagnitudeHigh, bitsBehind] = [20, 189, 217, 14];

export class ArithmeticScan implements EntropyDecoder {
  readonly decode: EntropyDecoder["decode"];
  /** Zeros follow what is missing, and that is not damage. */
  readonly outOfData = false;
  readonly #scan: Scan;
  readonly #dc = new Map<number, Uint8Array>();
  readonly #ac = new Map<number, Uint8Array>();
  readonly #even = Uint8Array.of(evenState);
  #decoder = new ArithmeticDecoder(new Uint8Array(0));
  readonly #predicted = new Int32Array(4);
  /** The category of each component's last difference. */
  readonly #context = new Uint8Array(4);
  /** After a code that cannot be, the rest of the segment is left as it is. */
  #damaged = false;

  constructor(scan: Scan) {
    this.#scan = scan;
    const { frame, spectralStart, high } = scan;
    if (!frame.progressive) this.decode = this.#sequential;
    else if (spectralStart === 0) this.decode = high === 0 ? this.#dcFirst : this.#dcRefine;
    else this.decode = high === 0 ? this.#acFirst : this.#acRefine;
  }

  restart(segment: Uint8Array): void {
    const { frame, spectralStart, high, dcIds, acIds } = this.#scan;
    this.#decoder = new ArithmeticDecoder(segment);
    this.#damaged = false;
    if (!frame.progressive || (spectralStart === 0 && high === 0)) {
      for (const id of dcIds) this.#dc.set(id, new Uint8Array(dcContexts));
      this.#predicted.fill(0);
      this.#context.fill(0);
    }
    if (!frame.progressive || spectralStart > 0) {
      for (const id of acIds) this.#ac.set(id, new Uint8Array(acContexts));
    }
  }

  endMcu(): void {}

  #statistics(tables: ReadonlyMap<number, Uint8Array>, id: number | undefined): Uint8Array {
    const found = id === undefined ? undefined : tables.get(id);
    if (!found) throw invalid("no arithmetic statistics");
    return found;
  }

  readonly #sequential = (component: Component, order: number, block: number): void => {
    this.#dcFirst(component, order, block);
    this.#acBand(component, order, block, 1, 63, 0);
  };

  readonly #acFirst = (component: Component, order: number, block: number): void => {
    const { spectralStart, spectralEnd, low } = this.#scan;
    this.#acBand(component, order, block, spectralStart, spectralEnd, low);
  };

  readonly #dcFirst = ({ coefficients }: Component, order: number, block: number): void => {
    if (this.#damaged) return;
    const { dcIds, low, frame } = this.#scan;
    const id = dcIds[order] as number;
    const states = this.#statistics(this.#dc, id);
    const at = this.#context[order] as number;
    if (this.#decoder.bit(states, at) === 0) this.#context[order] = 0;
    else {
      const sign = this.#decoder.bit(states, at + 1);
      const difference = this.#dcDifference(states, at + 2 + sign, sign, order, id);
      if (difference === undefined) return;
      this.#predicted[order] = ((this.#predicted[order] as number) + difference) & 0xffff;
    }
    const shift = frame.progressive ? low : 0;
    coefficients[block * 64] = (this.#predicted[order] as number) << shift;
  };

  /** Magnitude category and bits of a difference that is not 0 (figures F.21 to F.24). */
  #dcDifference(
    states: Uint8Array,
    at: number,
    sign: number,
    order: number,
    id: number,
  ): number | undefined {
    const { tables } = this.#scan;
    let size = this.#decoder.bit(states, at);
    if (size !== 0) {
      at = dcMagnitude;
      while (this.#decoder.bit(states, at) !== 0) {
        size <<= 1;
        if (size === 0x8000) {
          this.#damaged = true;
          return undefined;
        }
        at++;
      }
    }
    const lower = (1 << (tables.dcLower[id] as number)) >> 1;
    const upper = (1 << (tables.dcUpper[id] as number)) >> 1;
    this.#context[order] = size < lower ? 0 : (size > upper ? 12 : 4) + sign * 4;
    return this.#magnitude(states, at + bitsBehind, size, sign);
  }

  #magnitude(states: Uint8Array, at: number, size: number, sign: number): number {
    let value = size;
    while ((size >>= 1) !== 0) if (this.#decoder.bit(states, at) !== 0) value |= size;
    return sign ? -(value + 1) : value + 1;
  }

  #acBand(
    { coefficients, extents }: Component,
    order: number,
    block: number,
    start: number,
    end: number,
    low: number,
  ): void {
    if (this.#damaged) return;
    const id = this.#scan.acIds[order] as number;
    const states = this.#statistics(this.#ac, id);
    const threshold = this.#scan.tables.acThreshold[id] as number;
    for (let k = start; k <= end; k++) {
      let at = 3 * (k - 1);
      if (this.#decoder.bit(states, at) !== 0) return; // the end of the block
      while (this.#decoder.bit(states, at + 1) === 0) {
        at += 3;
        if (++k > end) {
          this.#damaged = true;
          return;
        }
      }
      const value = this.#acValue(states, at + 2, k <= threshold);
      if (value === undefined) return;
      coefficients[block * 64 + (zigzag[k] as number)] = value << low;
      if (k > (extents[block] as number)) extents[block] = k;
    }
  }

  #acValue(states: Uint8Array, at: number, below: boolean): number | undefined {
    const sign = this.#decoder.bit(this.#even, 0);
    let size = this.#decoder.bit(states, at);
    if (size !== 0 && this.#decoder.bit(states, at) !== 0) {
      size <<= 1;
      at = below ? acMagnitudeLow : acMagnitudeHigh;
      while (this.#decoder.bit(states, at) !== 0) {
        size <<= 1;
        if (size === 0x8000) {
          this.#damaged = true;
          return undefined;
        }
        at++;
      }
    }
    return this.#magnitude(states, at + bitsBehind, size, sign);
  }

  readonly #dcRefine = ({ coefficients }: Component, _order: number, block: number): void => {
    if (this.#decoder.bit(this.#even, 0) !== 0) {
      coefficients[block * 64] = (coefficients[block * 64] as number) | (1 << this.#scan.low);
    }
  };

  readonly #acRefine = (component: Component, order: number, block: number): void => {
    if (this.#damaged) return;
    const { coefficients, extents } = component;
    const { spectralStart, spectralEnd, low, acIds } = this.#scan;
    const states = this.#statistics(this.#ac, acIds[order]);
    const from = block * 64;
    const at = (k: number): number => from + (zigzag[k] as number);
    let last = spectralEnd; // of those that are known already
    while (last > 0 && coefficients[at(last)] === 0) last--;
    for (let k = spectralStart; k <= spectralEnd; k++) {
      if (k > last && this.#decoder.bit(states, 3 * (k - 1)) !== 0) return;
      for (;;) {
        const value = coefficients[at(k)] as number;
        if (value !== 0) {
          const more = this.#decoder.bit(states, 3 * (k - 1) + 2) !== 0;
          if (more) coefficients[at(k)] = value + (value < 0 ? -1 << low : 1 << low);
          break;
        }
        if (this.#decoder.bit(states, 3 * (k - 1) + 1) !== 0) {
          coefficients[at(k)] = this.#decoder.bit(this.#even, 0) !== 0 ? -1 << low : 1 << low;
          if (k > (extents[block] as number)) extents[block] = k;
          break;
        }
        if (++k > spectralEnd) {
          this.#damaged = true;
          return;
        }
      }
    }
  };
}
