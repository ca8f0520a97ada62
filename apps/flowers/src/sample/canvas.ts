/**
 * A small software canvas for the sample-set painter: linear RGB floats and antialiased shapes.
 * It needs neither a DOM nor a native library, so the same picture comes out in Node and in a page.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

/** Returns the colour between `a` (t = 0) and `b` (t = 1). */
export function mix(a: Rgb, b: Rgb, t: number): Rgb {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
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

export class Canvas {
  /** Row-major `[height, width, 3]`, 0 to 1. */
  readonly data: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Float32Array(width * height * 3);
  }

  /** Sets every pixel from its place, each coordinate 0 to 1. */
  fill(colour: (u: number, v: number) => Rgb): void {
    let i = 0;
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        const [r, g, b] = colour(x / this.width, y / this.height);
        this.data[i++] = r;
        this.data[i++] = g;
        this.data[i++] = b;
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
    this.#blend(
      [x - half, x + half, x + cos * length - half, x + cos * length + half],
      [y - half, y + half, y + sin * length - half, y + sin * length + half],
      (px, py) => {
        const along = ((px - x) * cos + (py - y) * sin) / length;
        if (along < 0 || along > 1) return 0;
        const across = Math.abs(-(px - x) * sin + (py - y) * cos);
        return Math.min(1, Math.max(0, profile(along) * half - across + 0.5)) * opacity;
      },
      (px, py) => {
        const along = ((px - x) * cos + (py - y) * sin) / length;
        const across = Math.abs(-(px - x) * sin + (py - y) * cos);
        const edge = across / Math.max(0.5, profile(along) * half);
        const vein = 0.04 * Math.cos(edge * 9);
        const [r, g, b] = mix(inner, outer, along);
        const shade = 1 - rim * edge * edge + vein;
        return [r * shade, g * shade, b * shade];
      },
    );
  }

  /** Draws an ellipse whose colour depends on the distance from its centre (0) to its rim (1). */
  ellipse(
    x: number,
    y: number,
    radiusX: number,
    radiusY: number,
    colour: (distance: number) => Rgb,
  ): void {
    const distance = (px: number, py: number): number =>
      Math.hypot((px - x) / radiusX, (py - y) / radiusY);
    this.#blend(
      [x - radiusX - 1, x + radiusX + 1],
      [y - radiusY - 1, y + radiusY + 1],
      (px, py) =>
        Math.min(1, Math.max(0, (1 - distance(px, py)) * Math.min(radiusX, radiusY) + 0.5)),
      (px, py) => colour(Math.min(1, distance(px, py))),
    );
  }

  /** Blurs with a box of the given radius, twice: enough like a lens out of focus. */
  blur(radius: number): void {
    if (radius < 1) return;
    for (let pass = 0; pass < 2; pass++) {
      this.#blurAxis(radius, this.width, this.height, 3, this.width * 3);
      this.#blurAxis(radius, this.height, this.width, this.width * 3, 3);
    }
  }

  /** Returns the picture as bytes, `[height, width, 3]`, each channel scaled by `gain` and given `noise()`. */
  toBytes(gain: (u: number, v: number) => Rgb, noise: () => number): Uint8Array {
    const bytes = new Uint8Array(this.data.length);
    let i = 0;
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        const scale = gain(x / this.width, y / this.height);
        for (let c = 0; c < 3; c++, i++) {
          const value = (this.data[i] ?? 0) * (scale[c] ?? 1) + noise();
          bytes[i] = Math.max(0, Math.min(255, Math.round(value * 255)));
        }
      }
    }
    return bytes;
  }

  #blend(
    xs: readonly number[],
    ys: readonly number[],
    coverage: (x: number, y: number) => number,
    colour: (x: number, y: number) => Rgb,
  ): void {
    const left = Math.max(0, Math.floor(Math.min(...xs)));
    const right = Math.min(this.width - 1, Math.ceil(Math.max(...xs)));
    const top = Math.max(0, Math.floor(Math.min(...ys)));
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(...ys)));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const alpha = coverage(x, y);
        if (alpha <= 0) continue;
        const rgb = colour(x, y);
        const i = (y * this.width + x) * 3;
        for (let c = 0; c < 3; c++) {
          const under = this.data[i + c] ?? 0;
          this.data[i + c] = under + ((rgb[c] ?? 0) - under) * alpha;
        }
      }
    }
  }

  #blurAxis(radius: number, length: number, lines: number, step: number, stride: number): void {
    const line = new Float32Array(length);
    const size = 2 * radius + 1;
    for (let l = 0; l < lines; l++) {
      for (let c = 0; c < 3; c++) {
        const at = (k: number): number =>
          l * stride + c + Math.max(0, Math.min(length - 1, k)) * step;
        for (let k = 0; k < length; k++) line[k] = this.data[at(k)] ?? 0;
        const value = (k: number): number => line[Math.max(0, Math.min(length - 1, k))] ?? 0;
        let sum = 0;
        for (let k = -radius; k <= radius; k++) sum += value(k);
        for (let k = 0; k < length; k++) {
          this.data[at(k)] = sum / size;
          sum += value(k + radius + 1) - value(k - radius);
        }
      }
    }
  }
}
