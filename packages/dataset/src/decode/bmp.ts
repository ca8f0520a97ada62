/**
 * BMP as TensorFlow reads it: 8, 24 or 32 bits per pixel, uncompressed. 8-bit pixels are taken as gray (the palette
 * is ignored), and the file must be exactly header + rows long.
 */
import { checkSize, type Channels, DecodeError, type RawImage } from "./raw-image";

export function decodeBmp(bytes: Uint8Array, channels: Channels): RawImage {
  if (channels === 1) {
    throw new DecodeError("`channels` must be 0, 3 or 4 for BMP, but got 1");
  }
  if (bytes.length < 32) throw new DecodeError(`incomplete BMP: ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = view.getInt32(10, true);
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const height = Math.abs(signedHeight);
  checkSize("BMP", width, height);
  if (bits !== 8 && bits !== 24 && bits !== 32) {
    throw new DecodeError(`invalid BMP: expected 8, 24 or 32 bits per pixel; found ${bits}`);
  }
  const stored = bits / 8;
  const rowBytes = Math.ceil((width * stored) / 4) * 4;
  if (header < 0 || bytes.length !== header + rowBytes * height) {
    throw new DecodeError(
      `incomplete BMP: ${bytes.length} bytes where ${header + rowBytes * height} were expected`,
    );
  }
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = header + rowBytes * (signedHeight < 0 ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const from = row + x * stored;
      const to = (y * width + x) * channels;
      // BMP stores blue first.
      data[to] = bytes[stored === 1 ? from : from + 2]!;
      data[to + 1] = bytes[stored === 1 ? from : from + 1]!;
      data[to + 2] = bytes[from]!;
      if (channels === 4) data[to + 3] = stored === 4 ? bytes[from + 3]! : 255;
    }
  }
  return { data, width, height, channels };
}
