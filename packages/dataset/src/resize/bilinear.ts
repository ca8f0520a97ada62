/** Bilinear, the two neighbours of each axis: x first, then y, every step rounded to float32. */
import type { RawImage } from "../decode/raw-image";
import { axisScale, sourceCoordinate, type Target, type Window } from "./methods";

interface Axis {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly fraction: Float32Array;
}

function bilinearAxis(inSize: number, outSize: number, start: number, stride: number): Axis {
  const scale = axisScale(inSize, outSize);
  const low = new Int32Array(outSize);
  const high = new Int32Array(outSize);
  const fraction = new Float32Array(outSize);
  for (let i = 0; i < outSize; i++) {
    const s = sourceCoordinate(i, scale);
    const floor = Math.floor(s);
    low[i] = (start + Math.max(floor, 0)) * stride;
    high[i] = (start + Math.min(Math.ceil(s), inSize - 1)) * stride;
    fraction[i] = s - floor;
  }
  return { low, high, fraction };
}

export function resizeBilinear(image: RawImage, window: Window, target: Target): void {
  const { channels, data } = image;
  const x = bilinearAxis(window.width, target.width, window.left, channels);
  const y = bilinearAxis(window.height, target.height, window.top, image.width * channels);
  const rows = channels === 3 ? row3 : rowAny;
  for (let i = 0; i < target.height; i++) {
    const from = target.offset + i * target.stride;
    rows(data, y.low[i]!, y.high[i]!, y.fraction[i]!, x, target.data, from, target.width, channels);
  }
}

type Row = (
  data: Uint8Array,
  upper: number,
  lower: number,
  ty: number,
  axis: Axis,
  out: Float32Array,
  to: number,
  width: number,
  channels: number,
) => void;

const rowAny: Row = (data, upper, lower, ty, { low, high, fraction }, out, to, width, channels) => {
  const f = Math.fround;
  for (let x = 0; x < width; x++) {
    const tx = fraction[x]!;
    for (let c = 0; c < channels; c++) {
      const [l, h] = [low[x]! + c, high[x]! + c];
      const a = data[upper + l]!;
      const b = data[lower + l]!;
      const top = f(a + f((data[upper + h]! - a) * tx));
      const bottom = f(b + f((data[lower + h]! - b) * tx));
      out[to++] = top + f(f(bottom - top) * ty);
    }
  }
};

/** The same for three channels, unrolled: it is where an epoch's decoding spends its JavaScript time. */
const row3: Row = (data, upper, lower, ty, { low, high, fraction }, out, to, width) => {
  const f = Math.fround;
  for (let x = 0; x < width; x++) {
    const tx = fraction[x]!;
    const l = low[x]!;
    const h = high[x]!;
    const ul = upper + l;
    const uh = upper + h;
    const ll = lower + l;
    const lh = lower + h;
    const a0 = data[ul]!;
    const b0 = data[ll]!;
    const t0 = f(a0 + f((data[uh]! - a0) * tx));
    out[to] = t0 + f(f(f(b0 + f((data[lh]! - b0) * tx)) - t0) * ty);
    const a1 = data[ul + 1]!;
    const b1 = data[ll + 1]!;
    const t1 = f(a1 + f((data[uh + 1]! - a1) * tx));
    out[to + 1] = t1 + f(f(f(b1 + f((data[lh + 1]! - b1) * tx)) - t1) * ty);
    const a2 = data[ul + 2]!;
    const b2 = data[ll + 2]!;
    const t2 = f(a2 + f((data[uh + 2]! - a2) * tx));
    out[to + 2] = t2 + f(f(f(b2 + f((data[lh + 2]! - b2) * tx)) - t2) * ty);
    to += 3;
  }
};
