/** EXIF orientation: reading it from EXIF blocks and JPEGs, and turning pixels accordingly. */
import { findSegment } from "./jpeg/segments";
import type { RawImage } from "./raw-image";
import { readTiffField } from "./tiff-header";

/** 1 upright; 2 mirrored; 3 upside down; 4 flipped; 5 to 8 the same four with the axes swapped. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/** The orientation that a JPEG's EXIF block states, or 1. */
export function readOrientation(bytes: Uint8Array): Orientation {
  const found = findSegment(bytes, (code, body) => {
    const isExif =
      code === 0xe1 && body.length >= 14 && String.fromCharCode(...body.subarray(0, 4)) === "Exif";
    return isExif ? readTiffOrientation(body.subarray(6)) : undefined;
  });
  return found ?? 1;
}

/** The orientation that an EXIF block states, which is a TIFF without pixels. */
export function readTiffOrientation(tiff: Uint8Array): Orientation | undefined {
  const value = readTiffField(tiff, orientationTag);
  return value !== undefined && value >= 1 && value <= 8 ? (value as Orientation) : undefined;
}

/** The upright image; the result's pixels are a new array. */
export function orient(image: RawImage, orientation: Orientation): RawImage {
  const { width, height, channels } = image;
  const swap = orientation >= 5;
  const [outWidth, outHeight] = swap ? [height, width] : [width, height];
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      let [sx, sy] = swap ? [y, x] : [x, y];
      if (orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8)
        sx = width - 1 - sx;
      if (orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7)
        sy = height - 1 - sy;
      const from = (sy * width + sx) * channels;
      const to = (y * outWidth + x) * channels;
      for (let c = 0; c < channels; c++) data[to + c] = image.data[from + c] as number;
    }
  }
  return { data, width: outWidth, height: outHeight, channels };
}
