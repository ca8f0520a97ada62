/** What a zip calls its files: UTF-8, or code page 437 as DOS and Windows wrote it (APPNOTE 4.4.4 and appendix D). */
import { crc32 } from "@flowers/files";

/** The upper half of code page 437. */
const upperHalf =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";
const utf8 = new TextDecoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

function fromCodePage437(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : upperHalf.charAt(byte - 0x80),
  ).join("");
}

/**
 * The name that `bytes` spell.
 *
 * @param isUtf8 the entry says so (bit 11 of its flags). macOS writes UTF-8 without saying so; what happens to be UTF-8 is
 * taken for it, since code page 437 has no words of that kind.
 */
export function zipName(bytes: Uint8Array, isUtf8: boolean, extra: Uint8Array): string {
  if (isUtf8) return utf8.decode(bytes);
  const unicode = unicodePath(bytes, extra);
  if (unicode !== undefined) return unicode;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return fromCodePage437(bytes);
  }
}

/** Info-ZIP's extra field 0x7075: the name in UTF-8, good while the CRC-32 that it holds is that of `name`. */
function unicodePath(name: Uint8Array, extra: Uint8Array): string | undefined {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length;) {
    const [id, end] = [view.getUint16(at, true), at + 4 + view.getUint16(at + 2, true)];
    if (id === 0x7075 && end <= extra.length && end >= at + 9) {
      const current = extra[at + 4] === 1 && view.getUint32(at + 5, true) === crc32(name);
      return current ? utf8.decode(extra.subarray(at + 9, end)) : undefined;
    }
    at = end;
  }
  return undefined;
}
