/** What macOS leaves in folders and archives beside photos: their resource forks, named `._` and the photo's name (RFC 1740). */

/** Whether a file may be one, by its name; servers for Macs keep them in a folder of their own, under the photo's name. */
export const maybeAppleDouble = (path: string): boolean =>
  /(^|\/)(\._[^/]*|\.AppleDouble\/[^/]+)$/.test(path);

/** Whether a file is one, by its first bytes. */
export function isAppleDouble(bytes: Uint8Array): boolean {
  return [0x00, 0x05, 0x16, 0x07].every((byte, i) => bytes[i] === byte);
}

/** The folder that macOS puts into zips for them. */
export const macFolder = "__MACOSX";
