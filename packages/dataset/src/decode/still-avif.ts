/** AVIF sequences. */

/** Last letter of the file's brand, "avif" or "avis". */
const brandEnd = 11;

/**
 * An AVIF that is announced as a sequence ("avis") holds a still picture too, as a rule its first frame: announced as a
 * still ("avif"), decoders give that.
 */
export function asStillAvif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
export function asStillAvif(bytes: Uint8Array): Uint8Array;
export function asStillAvif(bytes: Uint8Array): Uint8Array {
  if (bytes[brandEnd] !== 0x73) return bytes;
  const still = new Uint8Array(bytes); // a copy also of Node's buffers, whose `slice` is none
  still[brandEnd] = 0x66;
  return still;
}
