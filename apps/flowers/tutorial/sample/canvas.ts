/**
 * A small software canvas for the sample-set painter: linear RGB floats and antialiased shapes.
 * It needs neither a DOM nor a native library, so the same picture comes out in Node and in a page.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

/** Returns the colour between `a` (t = 0) and `b` (t = 1). */
export function mix(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** Channel `c` of the colour between `a` (t = 0) and `b` (t = 1). */
function between(a: Rgb, b: Rgb, c: number, t: number): number {
  const from = a[c] ?? 0;
  return from + ((b[c] ?? 0) - from) * t;
}

export interface Petal {
  /** Where the petal is attached, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Direction in which it grows, radians, 0 = right, clockwise on screen. */
  readonly angleRadians: number;
  readonly length: number;
  readonly width: number;
  /** Half width, 0 to 1, at the place t from base (0) to tip (1). */
  readonly profile: (t: number) => number;
  readonly inner: Rgb;
  readonly outer: Rgb;
  /** How much darker the rim is than the middle, 0 to 1. */
  readonly rim: number;
  readonly opacity?: number;
}

/** Places along a petal at which its width is worked out. */
const outlineSteps = 256;

export class Canvas {
  /** Row-major `[height, width, 3]`, 0 to 1. */
  readonly data: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Float32Array(width * height * 3);
  }

  /** Fills the picture with a mixture of two colours; `share(u, v)` is that of `b`, each coordinate 0 to 1. */
  gradient(a: Rgb, b: Rgb, share: (u: number, v: number) => number): void {
    const { data, width, height } = this;
    let i = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const t = share(x / width, y / height);
        for (let c = 0; c < 3; c++) data[i++] = between(a, b, c, t);
      }
    }
  }

  /** Draws one petal, leaf or stalk: a shape of varying width along an axis. */
  petal({
    x,
    y,
    angleRadians,
    length,
    width,
    profile,
    inner,
    outer,
    rim,
    opacity = 1,
  }: Petal): void {
    const cos = Math.cos(angleRadians);
    const sin = Math.sin(angleRadians);
    const half = width / 2;
    const outline = Float64Array.from(
      { length: outlineSteps + 1 },
      (_, step) => profile(step / outlineSteps) * half,
    );
    const box = this.#box(
      [x - half, x + half, x + cos * length - half, x + cos * length + half],
      [y - half, y + half, y + sin * length - half, y + sin * length + half],
    );
    for (let py = box.top; py <= box.bottom; py++) {
      for (let px = box.left; px <= box.right; px++) {
        const along = ((px - x) * cos + (py - y) * sin) / length;
        if (along < 0 || along > 1) continue;
        const across = Math.abs(-(px - x) * sin + (py - y) * cos);
        if (across >= half + 0.5) continue; // no profile exceeds 1
        const reach = outline[Math.round(along * outlineSteps)] ?? 0;
        const alpha = Math.min(1, Math.max(0, reach - across + 0.5)) * opacity;
        if (alpha <= 0) continue;
        const edge = across / Math.max(0.5, reach);
        const vein = 0.04 * Math.cos(edge * 9);
        const shade = 1 - rim * edge * edge + vein;
        const i = (py * this.width + px) * 3;
        for (let c = 0; c < 3; c++)
          this.#cover(i + c, between(inner, outer, c, along) * shade, alpha);
      }
    }
  }

  /** Draws an ellipse whose colour depends on the distance from its centre (0) to its rim (1). */
  ellipse(
    x: number,
    y: number,
    radiusX: number,
    radiusY: number,
    colour: (distance: number) => Rgb,
  ): void {
    const shorter = Math.min(radiusX, radiusY);
    const box = this.#box([x - radiusX - 1, x + radiusX + 1], [y - radiusY - 1, y + radiusY + 1]);
    for (let py = box.top; py <= box.bottom; py++) {
      for (let px = box.left; px <= box.right; px++) {
        const distance = Math.hypot((px - x) / radiusX, (py - y) / radiusY);
        const alpha = Math.min(1, Math.max(0, (1 - distance) * shorter + 0.5));
        if (alpha <= 0) continue;
        const rgb = colour(Math.min(1, distance));
        const i = (py * this.width + px) * 3;
        for (let c = 0; c < 3; c++) this.#cover(i + c, rgb[c] ?? 0, alpha);
      }
    }
  }

  /** Blurs with a box of the given radius, twice: enough like a lens out of focus. */
  blur(radius: number): void {
    if (radius < 1) return;
    for (let pass = 0; pass < 2; pass++) {
      this.#blurAxis(radius, this.width, this.height, 3, this.width * 3);
      this.#blurAxis(radius, this.height, this.width, this.width * 3, 3);
    }
  }

  /**
   * Returns the picture as bytes, `[height, width, 3]`: each channel times its `white` and `light(u, v)`, plus `noise()`.
   */
  toBytes(white: Rgb, light: (u: number, v: number) => number, noise: () => number): Uint8Array {
    const { data, width, height } = this;
    const bytes = new Uint8Array(data.length);
    let i = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const here = light(x / width, y / height);
        for (let c = 0; c < 3; c++, i++) {
          const value = (data[i] ?? 0) * ((white[c] ?? 1) * here) + noise();
          bytes[i] = Math.max(0, Math.min(255, Math.round(value * 255)));
        }
      }
    }
    return bytes;
  }

  /** The pixels that lie between the given corners and inside the picture, ends included. */
  #box(
    xs: readonly number[],
    ys: readonly number[],
  ): { left: number; right: number; top: number; bottom: number } {
    return {
      left: Math.max(0, Math.floor(Math.min(...xs))),
      right: Math.min(this.width - 1, Math.ceil(Math.max(...xs))),
      top: Math.max(0, Math.floor(Math.min(...ys))),
      bottom: Math.min(this.height - 1, Math.ceil(Math.max(...ys))),
    };
  }

  #cover(index: number, value: number, alpha: number): void {
    const under = this.data[index] ?? 0;
    this.data[index] = under + (value - under) * alpha;
  }

  #blurAxis(radius: number, length: number, lines: number, step: number, stride: number): void {
    const { data } = this;
    const size = 2 * radius + 1;
    // The line with its first and last value repeated `radius` times, plus one that only the running sum steps over.
    const line = new Float32Array(length + size);
    for (let l = 0; l < lines; l++) {
      for (let c = 0; c < 3; c++) {
        const start = l * stride + c;
        for (let k = 0; k < length; k++) line[k + radius] = data[start + k * step] ?? 0;
        line.fill(line[radius] ?? 0, 0, radius);
        line.fill(line[radius + length - 1] ?? 0, radius + length);
        let sum = 0;
        for (let k = 0; k < size; k++) sum += line[k] ?? 0;
        for (let k = 0, at = start; k < length; k++, at += step) {
          data[at] = sum / size;
          sum += (line[k + size] ?? 0) - (line[k] ?? 0);
        }
      }
    }
  }
}
