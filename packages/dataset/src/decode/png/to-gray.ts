/**
 * Colour to gray as libpng does for TensorFlow: by the weights 0.299 and 0.587 in 15 bits, in linear light where the file
 * states its gamma (`png_do_rgb_to_gray` of pngrtran.c and `png_build_gamma_table` of png.c, 1.6).
 */
import { isSignificant } from "./color-space";

const [red, green, blue] = [9797, 19_234, 3737];

export type ToGray = (r: number, g: number, b: number) => number;

/** The conversion of samples of 8 or 16 bits to gray of 8 bits. */
export function grayOf(depth: number, gamma: number | undefined, significantBits: number): ToGray {
  const screen = gamma === undefined ? undefined : reciprocal(gamma);
  const linear =
    gamma !== undefined && screen !== undefined && (isSignificant(gamma) || isSignificant(screen));
  if (depth === 16) return linear ? linearGray16(gamma, screen, significantBits) : plainGray16;
  return linear ? linearGray8(gamma, screen) : plainGray8;
}

/** 1 / gamma, of numbers times 100,000; 0 where that is too large. */
function reciprocal(gamma: number): number {
  const result = Math.floor(1e10 / gamma + 0.5);
  return result <= 2 ** 31 - 1 ? result : 0;
}

const plainGray8: ToGray = (r, g, b) => (red * r + green * g + blue * b) >> 15;

const plainGray16: ToGray = (r, g, b) => (red * r + green * g + blue * b + 16_384) >> 23;

function linearGray8(gamma: number, screen: number): ToGray {
  const toLinear = table8(reciprocal(gamma));
  const fromLinear = table8(reciprocal(screen));
  return (r, g, b) => {
    if (r === g && r === b) return r;
    const sum =
      red * (toLinear[r] as number) +
      green * (toLinear[g] as number) +
      blue * (toLinear[b] as number);
    return fromLinear[(sum + 16_384) >> 15] as number;
  };
}

function table8(gamma: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, i) =>
    isSignificant(gamma) ? Math.floor(255 * (i / 255) ** (gamma * 1e-5) + 0.5) : i,
  );
}

/** Bits of 16 that its tables look at where the result has 8 anyway. */
const lookedBits = 11;

function linearGray16(gamma: number, screen: number, significantBits: number): ToGray {
  const unsaid = significantBits === 0 ? 0 : 16 - significantBits;
  const shift = Math.min(8, Math.max(16 - lookedBits, unsaid));
  const toLinear = table16(shift, reciprocal(gamma));
  const fromLinear = table16(shift, reciprocal(screen));
  const equal = equalTable(shift, Math.floor(gamma * 1e-5 * screen + 0.5));
  return (r, g, b) => {
    if (r === g && r === b) return equal[r >> shift] as number;
    const sum =
      red * (toLinear[r >> shift] as number) +
      green * (toLinear[g >> shift] as number) +
      blue * (toLinear[b >> shift] as number);
    return (fromLinear[((sum + 16_384) >> 15) >> shift] as number) >> 8;
  };
}

function table16(shift: number, gamma: number): Uint16Array {
  const most = (1 << (16 - shift)) - 1;
  const scale = 1 / most;
  return Uint16Array.from({ length: most + 1 }, (_, i) =>
    isSignificant(gamma)
      ? Math.floor(65_535 * (i * scale) ** (gamma * 1e-5) + 0.5)
      : Math.floor((i * 65_535 + (1 << (15 - shift))) / most),
  );
}

/** Of pixels that are gray already: to each output value belong the inputs up to a bound. */
function equalTable(shift: number, gamma: number): Uint8Array {
  const most = (1 << (16 - shift)) - 1;
  const table = new Uint8Array(most + 1).fill(255);
  let last = 0;
  for (let value = 0; value < 255; value++) {
    const between = value * 257 + 128;
    const corrected = Math.floor(65_535 * (between / 65_535) ** (gamma * 1e-5) + 0.5);
    const bound = Math.floor((corrected * most + 32_768) / 65_535) + 1;
    while (last < bound) table[last++] = value;
  }
  return table;
}
