/** Tars for tests, well-formed and hostile. */

export interface TarFile {
  readonly name: string;
  readonly bytes?: Uint8Array;
  /** "0" file, "1" hard link, "2" symbolic link, "5" folder, "x" pax header, "L" long name. */
  readonly type?: string;
  /** What the header says, if not the truth. */
  readonly sizeBytes?: number;
}

const text = new TextEncoder();

/** A ustar archive of these entries, in this order. */
export function tarOf(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  for (const { name, bytes = new Uint8Array(0), type = "0", sizeBytes = bytes.length } of files) {
    const header = new Uint8Array(512);
    header.set(text.encode(name).subarray(0, 100), 0);
    const octal = (value: number, at: number, digits: number): void =>
      header.set(text.encode(value.toString(8).padStart(digits, "0")), at);
    octal(0o644, 100, 7);
    octal(sizeBytes, 124, 11);
    octal(1, 136, 11);
    header.set(text.encode(type), 156);
    header.set(text.encode("ustar\0" + "00"), 257);
    header.fill(32, 148, 156);
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      148,
      6,
    );
    const padded = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    padded.set(bytes);
    blocks.push(header, padded);
  }
  blocks.push(new Uint8Array(1024));
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
