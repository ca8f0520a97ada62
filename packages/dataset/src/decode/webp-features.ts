/** What the first bytes of a WebP say, and what TensorFlow asks of them (webp_io.cc; RIFF container of WebP). */
import { DecodeError, type Channels } from "./raw-image";

export interface WebpFeatures {
  readonly alpha: boolean;
  readonly animated: boolean;
}

const [extended, lossless, lossy, alphaChunk] = ["VP8X", "VP8L", "VP8 ", "ALPH"];
/** Bits of the extended header's flags. */
const [alphaFlag, animationFlag] = [0x10, 0x02];
/** The bit of a lossless header's second word that says whether alpha is used. */
const losslessAlphaBit = 28;

const invalid = (what: string): DecodeError => new DecodeError(`invalid webp data: ${what}`);

/** Reads the container's headers. @throws DecodeError where they are damaged or the file is cut short */
export function readWebpFeatures(bytes: Uint8Array): WebpFeatures {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20 || view.getUint32(4, true) > bytes.length - 8) {
    throw invalid("the file is cut short");
  }
  let alpha = false;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const sizeBytes = view.getUint32(at + 4, true);
    const body = bytes.subarray(at + 8, at + 8 + sizeBytes);
    if (body.length < sizeBytes) throw invalid("the file is cut short");
    if (name === extended) {
      const flags = body[0] ?? 0;
      alpha = (flags & alphaFlag) !== 0;
      if (flags & animationFlag) return { alpha, animated: true };
    } else if (name === lossless) {
      if (body.length < 5) throw invalid("the file is cut short");
      const word = new DataView(body.buffer, body.byteOffset, 5).getUint32(1, true);
      return { alpha: ((word >>> losslessAlphaBit) & 1) === 1, animated: false };
    } else if (name === lossy) return { alpha, animated: false };
    else if (name === alphaChunk) alpha = true;
    at += 8 + sizeBytes + (sizeBytes & 1);
  }
  throw invalid("no image");
}

/** Checks that TensorFlow would decode the file to so many channels: it neither adds alpha nor drops it. @throws DecodeError */
export function checkAsTensorflow(bytes: Uint8Array, channels: Channels): void {
  if (channels === 1) throw new DecodeError("WebP does not decode to grayscale in Keras");
  const { alpha, animated } = readWebpFeatures(bytes);
  if (animated && channels !== 4)
    throw new DecodeError("an animated WebP decodes to RGBA in Keras");
  if (alpha === (channels === 4)) return;
  throw new DecodeError(
    alpha
      ? "a WebP with alpha decodes to RGBA alone in Keras"
      : "a WebP without alpha does not decode to RGBA in Keras",
  );
}
