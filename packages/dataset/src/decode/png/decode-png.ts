/** PNG as TensorFlow reads it, by libpng 1.6: the same pixels, and the same files refused. */
import type { Channels, RawImage } from "../raw-image";
import { invalid, type Png, readChunks, samplesOf } from "./chunks";
import { inflateExactly } from "./inflate-exactly";
import { rowWriter } from "./to-channels";
import { unfilter } from "./unfilter";

/**
 * Unpacks a whole zlib stream that holds `sizeBytes`, fast: each platform has its own means. Undefined where the stream is
 * damaged or of another length; then {@link inflateExactly} finds out what zlib makes of it.
 */
export type Inflate = (data: Uint8Array, sizeBytes: number) => Uint8Array | undefined;

/** A part of the image that is stored as rows of its own. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
}

/** The seven Adam7 passes: x start, y start, x step, y step. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const whole = [[0, 0, 1, 1]] as const;

/** Decodes to gray, RGB or RGBA. @throws DecodeError where TensorFlow refuses */
export function decodePng(bytes: Uint8Array, channels: Channels, inflate: Inflate): RawImage {
  const png = readChunks(bytes);
  const { width, height, depth, color, data } = png;
  const passes = passesOf(png);
  const total = passes.reduce((sum, pass) => sum + pass.height * (pass.rowBytes + 1), 0);
  const rows = unpack(data, total, inflate);
  const out = new Uint8Array(width * height * channels);
  const write = rowWriter(png, channels, out);
  const pixelBytes = Math.max(1, (samplesOf[color] * depth) >> 3);
  let at = 0;
  for (const pass of passes) {
    let above: Uint8Array | undefined;
    for (let y = 0; y < pass.height; y++) {
      const row = rows.subarray(at + 1, at + 1 + pass.rowBytes);
      unfilter(rows[at] as number, row, above, pixelBytes);
      const first = (pass.y + y * pass.stepY) * width + pass.x;
      write(row, { first, step: pass.stepX, count: pass.width });
      above = row;
      at += pass.rowBytes + 1;
    }
  }
  return { data: out, width, height, channels };
}

function passesOf({ width, height, depth, color, interlaced }: Png): Pass[] {
  const passes = (interlaced ? adam7 : whole).map(([x, y, stepX, stepY]): Pass => {
    const columns = Math.max(0, Math.ceil((width - x) / stepX));
    const rows = Math.max(0, Math.ceil((height - y) / stepY));
    const rowBytes = Math.ceil((columns * samplesOf[color] * depth) / 8);
    return { x, y, stepX, stepY, width: columns, height: rows, rowBytes };
  });
  return passes.filter((pass) => pass.width > 0 && pass.height > 0);
}

function unpack(data: Uint8Array, sizeBytes: number, inflate: Inflate): Uint8Array {
  const rows = inflate(data, sizeBytes);
  if (rows) return rows;
  try {
    return inflateExactly(data, sizeBytes);
  } catch (cause) {
    throw invalid("the pixels do not decompress", { cause });
  }
}
