/** Archives and compressions that are not unpacked, by their first bytes, so that they are not called damaged. */

const kinds: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["Zstandard", [0x28, 0xb5, 0x2f, 0xfd]],
  ["lzip", [0x4c, 0x5a, 0x49, 0x50]],
  ["LZMA", [0x5d, 0x00, 0x00]],
  ["compress (.Z)", [0x1f, 0x9d]],
  ["7-Zip", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["RAR", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
];

/** What zips call their compressions (APPNOTE 4.4.5), but for 0 and 8. */
const zipMethods: Readonly<Record<number, string>> = {
  ...{ 1: "Shrink", 2: "Reduce", 3: "Reduce", 4: "Reduce", 5: "Reduce", 6: "Implode" },
  ...{ 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd" },
};

/** A compression of zips by its name. */
export function zipMethodName(method: number): string {
  return zipMethods[method] ?? `method ${method}`;
}

/** Bytes to look at. */
export const archiveMagicBytes = 8;

/** The rule that an archive with these first bytes breaks; undefined for zip, tar, tar.gz and what is not known. */
export function unsupportedArchive(start: Uint8Array): string | undefined {
  const kind = kinds.find(([, magic]) => magic.every((byte, i) => start[i] === byte));
  return (
    kind &&
    `it is compressed by ${kind[0]}, which is not supported; zip, tar and tar.gz are (unpack it yourself, or compress it again)`
  );
}
