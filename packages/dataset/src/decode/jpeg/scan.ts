/** Decodes the coefficients of one scan, MCU by MCU (T.81, annex A.2, and B.2 for restarts). */
import type { EntropyData } from "./entropy-data";
import type { EntropyDecoder } from "./entropy-decoder";
import { type Component, type Scan } from "./frame";
import { invalid } from "./invalid";
import { ArithmeticScan } from "./scan-arithmetic";
import { HuffmanScan } from "./scan-huffman";

/** @returns the last row of MCUs that there was data for */
export function decodeScan(scan: Scan, data: EntropyData): number {
  noteProgress(scan);
  const decoder: EntropyDecoder = scan.frame.arithmetic
    ? new ArithmeticScan(scan)
    : new HuffmanScan(scan);
  decoder.restart(data.segment, true);
  const { components, frame, restartInterval } = scan;
  const [first] = components;
  const single = components.length === 1 ? first : undefined;
  const mcusWide = single ? single.blocksWide : Math.ceil(frame.width / (8 * frame.maxH));
  const mcusHigh = single ? single.blocksHigh : Math.ceil(frame.height / (8 * frame.maxV));
  const rowsAtOnce = single ? single.v : 1;
  let untilRestart = restartInterval;
  let lastGoodRow = 0;
  for (let y = 0; y < mcusHigh; y++) {
    for (let x = 0; x < mcusWide; x++) {
      if (!decoder.outOfData) lastGoodRow = Math.floor(y / rowsAtOnce);
      if (restartInterval > 0 && untilRestart-- === 0) {
        const fresh = data.restart();
        decoder.restart(data.segment, fresh);
        untilRestart = restartInterval - 1;
      }
      if (decoder.outOfData) continue;
      if (single) decoder.decode(single, 0, y * single.paddedWide + x);
      else decodeMcu(decoder, components, x, y);
      decoder.endMcu();
    }
  }
  return lastGoodRow;
}

function decodeMcu(
  decoder: EntropyDecoder,
  components: readonly Component[],
  x: number,
  y: number,
): void {
  for (let i = 0; i < components.length; i++) {
    const component = components[i] as Component;
    for (let v = 0; v < component.v; v++) {
      const block = (y * component.v + v) * component.paddedWide + x * component.h;
      for (let h = 0; h < component.h; h++) decoder.decode(component, i, block + h);
    }
  }
}

/** Checks the scan of a progressive image and keeps how precisely its coefficients are known. @throws DecodeError */
function noteProgress(scan: Scan): void {
  const { frame, components, spectralStart, spectralEnd, high, low } = scan;
  if (!frame.progressive) return;
  const bad =
    (spectralStart === 0
      ? spectralEnd !== 0
      : spectralEnd < spectralStart || spectralEnd > 63 || components.length > 1) ||
    (high !== 0 && low !== high - 1) ||
    low > 13;
  if (bad) throw invalid("scan of a progressive image");
  for (const { missingBits, missingBefore } of components) {
    if (scan.number === 1) missingBefore.fill(0);
    else missingBefore.set(missingBits);
    missingBits.fill(low, spectralStart, spectralEnd + 1);
  }
}
