/** How far a progressive JPEG's scans go, from its headers alone. */
import { isFrame, markerCodes, nextMarker, segmentBody, standsAlone } from "./segments";

/** Coefficients, in zigzag order, that libjpeg smooths where they are not known to the last bit. */
const smoothed = 10;
const [progressiveHuffman, progressiveArithmetic] = [0xc2, 0xca];

/**
 * Whether it is a progressive image whose low frequencies do not all come, so that libjpeg smooths it: its versions
 * differ in how.
 */
export function isSmoothed(bytes: Uint8Array): boolean {
  const missing = new Map<number, Int8Array>();
  for (let at = 2; ;) {
    const marker = nextMarker(bytes, at);
    if (!marker || marker.code === markerCodes.endOfImage) break;
    const { code, next } = marker;
    at = next;
    if (standsAlone(code)) continue;
    const body = segmentBody(bytes, next);
    if (!body) break;
    at = next + 2 + body.length;
    if (isFrame(code)) {
      if (code !== progressiveHuffman && code !== progressiveArithmetic) return false;
      for (let i = 6; i + 2 < body.length; i += 3) {
        missing.set(body[i] as number, new Int8Array(smoothed).fill(-1));
      }
    } else if (code === markerCodes.startOfScan) noteScan(body, missing);
  }
  return [...missing.values()].some((bits) => bits.some((count) => count !== 0));
}

function noteScan(body: Uint8Array, missing: ReadonlyMap<number, Int8Array>): void {
  const count = body[0] ?? 0;
  const [start = 0, end = 0, bits = 0] = body.subarray(1 + 2 * count);
  for (let i = 0; i < count; i++) {
    missing.get(body[1 + 2 * i] ?? -1)?.fill(bits & 15, start, end + 1);
  }
}
