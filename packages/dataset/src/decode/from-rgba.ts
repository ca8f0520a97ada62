/** RGBA pixels as gray, RGB or RGBA, for decoders that give RGBA whatever the file holds. */
import { toGray } from "./gray";
import type { Channels } from "./raw-image";

/** The same pixels with `channels` values each; alpha is dropped where it is not asked for. */
export function fromRgba(rgba: Uint8Array | Uint8ClampedArray, channels: Channels): Uint8Array {
  if (channels === 4) return new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length);
  if (channels === 1) return toGray(rgba, 4);
  const out = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    out[to] = rgba[from] as number;
    out[to + 1] = rgba[from + 1] as number;
    out[to + 2] = rgba[from + 2] as number;
  }
  return out;
}
