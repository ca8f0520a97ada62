/** What a picture file is by its first bytes, whatever its name says: whether the loader reads it, and what to say where nobody can. */

/** Formats that the loader reads, by the ending that it knows each by. */
type Kept = "jpg" | "png" | "gif" | "bmp";

/** Bytes to look at. */
export const headBytes = 32;

const signatures: readonly (readonly [name: Kept, start: string])[] = [
  ["jpg", "\xff\xd8\xff"],
  ["png", "\x89PNG\r\n\x1a\n"],
  ["gif", "GIF8"],
  ["bmp", "BM"],
];

/** The ending of a format that the loader reads; null of any other, which is the browser's to decode. */
export function keptFormat(head: Uint8Array): Kept | null {
  const text = asText(head);
  return signatures.find(([, start]) => text.startsWith(start))?.[0] ?? null;
}

const loaderName = /\.(bmp|gif|jpe?g|png)$/i;

/** The ending that a file's name lacks for the loader to take it as it is; "" for none, null where the loader cannot read it. */
export function missingEnding(name: string, head: Uint8Array): string | null {
  const format = keptFormat(head);
  if (loaderName.test(name) && (format !== null || isPlainWebp(head))) return "";
  return format && `.${format}`;
}

/** WebP without extensions, such as movement, which the loader reads under the name of another format. */
function isPlainWebp(head: Uint8Array): boolean {
  return /^RIFF[^]{4}WEBPVP8[ L]/.test(asText(head));
}

const others: readonly (readonly [name: string, start: RegExp])[] = [
  ["AVIF", /^[^]{4}ftyp[^]*avi[fs]/],
  ["HEIC", /^[^]{4}ftyp[^]*(hei[cx]|hev[cx]|mif1|msf1)/],
  ["JPEG XL", /^(\xff\n|[^]{4}JXL )/],
  ["TIFF", /^(II\*\0|MM\0\*)/],
  ["WebP", /^RIFF[^]{4}WEBP/],
];

/** Why a file that the browser cannot decode is left out. */
export function undecodableReason(head: Uint8Array): string {
  const text = asText(head);
  const name = others.find(([, start]) => start.test(text))?.[0];
  return name === undefined
    ? "It is damaged, or not a picture."
    : `This browser cannot read this ${name} file: save it as JPEG or PNG first.`;
}

function asText(head: Uint8Array): string {
  return String.fromCharCode(...head.subarray(0, headBytes));
}
