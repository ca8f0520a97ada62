/** Decodes one file's bytes as the loader does, into memory of its own. */
import { type Decoders, decodeWith, ownPixels } from "../decode/decoders";
import type { Channels, RawImage } from "../decode/raw-image";

export type DecodeBytes = (
  bytes: Uint8Array,
  channels: Channels,
  exifOrientation?: boolean,
  extraFormats?: boolean,
) => Promise<RawImage>;

export const decodeBytesWith =
  (decoders: Decoders): DecodeBytes =>
  (bytes, channels, exifOrientation = false, extraFormats = true) =>
    decodeWith(decoders, bytes, { channels, exifOrientation, extraFormats }, ownPixels);
