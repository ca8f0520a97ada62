/**
 * Brings one row of a component to the image's width, as libjpeg does ("fancy"): halved axes are interpolated with
 * weights 3/4 and 1/4, other ratios repeat samples.
 */

/** The samples of one component. */
export interface Plane {
  readonly samples: Uint8ClampedArray;
  readonly stride: number;
  /** Samples that belong to the image. */
  readonly width: number;
  readonly height: number;
  /** How many times fewer than the image has. */
  readonly shrinkX: number;
  readonly shrinkY: number;
}

/** Writes row `y` of the image to `out`, which has room for a few more samples than the image is wide. */
export function upsampleRow(plane: Plane, y: number, out: Uint8Array): void {
  const { samples, stride, width, height, shrinkX, shrinkY } = plane;
  const row = Math.floor(y / shrinkY);
  const at = row * stride;
  // The nearer of the rows above and below; at the edge the row itself.
  const near = Math.min(height - 1, Math.max(0, y % 2 === 0 ? row - 1 : row + 1)) * stride;
  if (shrinkX === 1 && shrinkY === 1) out.set(samples.subarray(at, at + width));
  else if (shrinkX === 2 && shrinkY === 1 && width > 2) widen(samples, at, width, out);
  else if (shrinkX === 2 && shrinkY === 2 && width > 2) widenBoth(samples, at, near, width, out);
  else if (shrinkX === 1 && shrinkY === 2) {
    const bias = y % 2 === 0 ? 1 : 2;
    for (let x = 0; x < width; x++) {
      out[x] = ((samples[at + x] as number) * 3 + (samples[near + x] as number) + bias) >> 2;
    }
  } else {
    for (let x = 0, to = 0; x < width; x++) {
      for (let i = 0; i < shrinkX; i++) out[to++] = samples[at + x] as number;
    }
  }
}

function widen(samples: Uint8ClampedArray, at: number, width: number, out: Uint8Array): void {
  out[0] = samples[at] as number;
  out[1] = ((samples[at] as number) * 3 + (samples[at + 1] as number) + 2) >> 2;
  let to = 2;
  for (let x = at + 1; x < at + width - 1; x++) {
    const three = (samples[x] as number) * 3;
    out[to++] = (three + (samples[x - 1] as number) + 1) >> 2;
    out[to++] = (three + (samples[x + 1] as number) + 2) >> 2;
  }
  const last = at + width - 1;
  out[to++] = ((samples[last] as number) * 3 + (samples[last - 1] as number) + 1) >> 2;
  out[to] = samples[last] as number;
}

function widenBoth(
  samples: Uint8ClampedArray,
  at: number,
  near: number,
  width: number,
  out: Uint8Array,
): void {
  let current = (samples[at] as number) * 3 + (samples[near] as number);
  let next = (samples[at + 1] as number) * 3 + (samples[near + 1] as number);
  let previous = current;
  out[0] = (current * 4 + 8) >> 4;
  out[1] = (current * 3 + next + 7) >> 4;
  let to = 2;
  for (let x = 2; x < width; x++) {
    previous = current;
    current = next;
    next = (samples[at + x] as number) * 3 + (samples[near + x] as number);
    out[to++] = (current * 3 + previous + 8) >> 4;
    out[to++] = (current * 3 + next + 7) >> 4;
  }
  out[to++] = (next * 3 + current + 8) >> 4;
  out[to] = (next * 4 + 7) >> 4;
}
