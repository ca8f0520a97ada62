/** Bilinear, the two neighbours of each axis: x first, then y, every step rounded to float32. */
import type { RawImage } from "../decode/raw-image";
import { type Axis, bilinearAxis } from "./bilinear-axis";
import { resizeWithSimd } from "./bilinear-rows";
import type { Target, Window } from "./methods";

export function resizeBilinear(image: RawImage, window: Window, target: Target): void {
  if (!resizeWithSimd(image, window, target)) resizeBilinearScalar(image, window, target);
}

/** The reference: what every other form must equal bit for bit. */
export function resizeBilinearScalar(image: RawImage, window: Window, target: Target): void {
  const { channels, data } = image;
  const x = bilinearAxis(window.width, target.width, window.left, channels);
  const y = bilinearAxis(window.height, target.height, window.top, image.width * channels);
  for (let i = 0; i < target.height; i++) {
    const to = target.offset + i * target.stride;
    resizeRow(
      data,
      y.low[i] as number,
      y.high[i] as number,
      y.fraction[i] as number,
      x,
      target.data,
      to,
      channels,
    );
  }
}

function resizeRow(
  data: Uint8Array,
  upper: number,
  lower: number,
  ty: number,
  { low, high, fraction }: Axis,
  out: Float32Array,
  to: number,
  channels: number,
): void {
  const f = Math.fround;
  for (let x = 0; x < fraction.length; x++) {
    const tx = fraction[x] as number;
    for (let c = 0; c < channels; c++) {
      const [l, h] = [(low[x] as number) + c, (high[x] as number) + c];
      const a = data[upper + l] as number;
      const b = data[lower + l] as number;
      const top = f(a + f(((data[upper + h] as number) - a) * tx));
      const bottom = f(b + f(((data[lower + h] as number) - b) * tx));
      out[to++] = top + f(f(bottom - top) * ty);
    }
  }
}
