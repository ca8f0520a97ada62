/**
 * BMP as TensorFlow reads it: one, three or four bytes per pixel, whatever the compression says. Pixels of one byte are
 * taken as gray (the palette is ignored), and the file must be exactly header + rows long.
 */
import { checkSize, type Channels, DecodeError, type RawImage } from "./raw-image";

/** Decodes to RGB or RGBA. @throws DecodeError where TensorFlow refuses */
export function decodeBmp(bytes: Uint8Array, channels: Channels): RawImage {
  if (channels === 1) {
    throw new DecodeError("`channels` must be 0, 3 or 4 for BMP, but got 1");
  }
  if (bytes.length < 32) throw new DecodeError(`incomplete BMP: ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = view.getInt32(10, true);
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const bits = view.getInt16(28, true);
  const height = Math.abs(signedHeight);
  const stored = Math.trunc(bits / 8);
  if (stored !== 1 && stored !== 3 && stored !== 4) {
    throw new DecodeError(`invalid BMP: expected 8, 24 or 32 bits per pixel; found ${bits}`);
  }
  checkSize("BMP", width, height);
  const rowBytes = Math.ceil((width * stored) / 4) * 4;
  if (header < 0 || bytes.length !== header + rowBytes * height) {
    throw new DecodeError(
      `incomplete BMP: ${bytes.length} bytes where ${header + rowBytes * height} were expected`,
    );
  }
  const data = new Uint8Array(width * height * channels);
  // BMP stores blue first.
  const [red, green] = stored === 1 ? [0, 0] : [2, 1];
  for (let y = 0; y < height; y++) {
    const row = header + rowBytes * (signedHeight < 0 ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const from = row + x * stored;
      const to = (y * width + x) * channels;
      data[to] = bytes[from + red] as number;
      data[to + 1] = bytes[from + green] as number;
      data[to + 2] = bytes[from] as number;
      if (channels === 4) data[to + 3] = stored === 4 ? (bytes[from + 3] as number) : 255;
    }
  }
  return { data, width, height, channels };
}
