/** Recognises an image format by its first bytes, as TensorFlow does; the file's extension does not matter. */

export type ImageFormat = "jpeg" | "png" | "gif" | "bmp" | "webp" | "avif" | "tiff";

/** Bytes of a file type box that are looked at; real ones name about five brands of four bytes. */
const mostTypeBoxBytes = 256;

function startsWith(bytes: Uint8Array, prefix: readonly number[], offset = 0): boolean {
  return prefix.every((value, i) => bytes[offset + i] === value);
}

/** Whether the file type box that HEIF files begin with names the brand "avif" or "avis", as its own or as compatible. */
function isAvif(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0x66, 0x74, 0x79, 0x70], 4)) return false; // "ftyp"
  const sizeBytes = new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0);
  for (let at = 8; at + 4 <= Math.min(sizeBytes, mostTypeBoxBytes, bytes.length); at += 4) {
    const brand = startsWith(bytes, [0x61, 0x76, 0x69], at); // "avi"
    if (brand && (bytes[at + 3] === 0x66 || bytes[at + 3] === 0x73)) return true;
  }
  return false;
}

/** The format of `bytes`, or undefined when the first bytes are none that is known. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return "jpeg";
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "png";
  if (startsWith(bytes, [0x47, 0x49, 0x46, 0x38])) return "gif";
  if (startsWith(bytes, [0x42, 0x4d])) return "bmp";
  if (
    startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) &&
    startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8)
  ) {
    return "webp";
  }
  if (isAvif(bytes)) return "avif";
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0x00]) || startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2a])) {
    return "tiff";
  }
  return undefined;
}

/** Says what the bytes are not, with the first few of them. */
export function describeUnknown(bytes: Uint8Array): string {
  if (bytes.length === 0) return "the file is empty";
  const first = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `not an image (first bytes ${first.join(" ")}); expected JPEG, PNG, GIF or BMP`;
}

const extraNames: Readonly<Partial<Record<ImageFormat, string>>> = {
  avif: "an AVIF",
  tiff: "a TIFF",
};

/** Says why a file of this format is not decoded unless that was asked for; undefined for those that Keras decodes. */
export function describeExtra(format: ImageFormat | undefined): string | undefined {
  const name = format && extraNames[format];
  return name && `it is ${name} file, which Keras does not read; \`extraFormats: true\` allows it`;
}
