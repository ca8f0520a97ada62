/** Unpacks the pixels of a GIF frame (GIF89a, appendix F), with what giflib makes of damaged codes. */

/** Why a frame cannot be unpacked. */
export type LzwFault = "damaged" | "ended too soon";

/** Codes never exceed 12 bits. */
const [mostBits, mostCode] = [12, 4095];
/** Stands for a code that was not given a meaning yet. */
const unknown = 4098;

const prefix = new Uint16Array(mostCode + 1);
const suffix = new Uint8Array(mostCode + 1);
const stack = new Uint8Array(mostCode + 1);

/** Fills `out` with palette indices. @param data the frame's sub-blocks, joined */
export function unpackLzw(
  data: Uint8Array,
  codeBits: number,
  out: Uint8Array,
): LzwFault | undefined {
  const clear = 1 << codeBits;
  const end = clear + 1;
  prefix.fill(unknown);
  // giflib counts the next code two ahead of the one that gets a meaning.
  let [bits, running, last] = [codeBits + 1, end + 1, unknown];
  let [held, count, at, written] = [0, 0, 0, 0];
  while (written < out.length) {
    if (bits > mostBits) return "damaged";
    while (count < bits) {
      const byte = data[at++];
      if (byte === undefined) return "damaged";
      held |= byte << count;
      count += 8;
    }
    const code = held & ((1 << bits) - 1);
    held >>>= bits;
    count -= bits;
    if (running < mostCode + 2 && ++running > 1 << bits && bits < mostBits) bits++;
    if (code === end) return "ended too soon";
    if (code === clear) {
      prefix.fill(unknown);
      [bits, running, last] = [codeBits + 1, end + 1, unknown];
      continue;
    }
    const next = running - 2;
    if (code < clear) out[written++] = code;
    else {
      let depth = 0;
      let walk = code;
      if (prefix[code] === unknown) {
        // Only the code that is being made may be read before it has a meaning.
        const first = firstOf(code === next ? last : code, clear);
        if (next <= mostCode) suffix[next] = first;
        stack[depth++] = first;
        walk = last;
      }
      while (depth < mostCode && walk > clear && walk <= mostCode) {
        stack[depth++] = suffix[walk] as number;
        walk = prefix[walk] as number;
      }
      if (depth >= mostCode || walk > mostCode) return "damaged";
      stack[depth++] = walk;
      while (depth > 0 && written < out.length) out[written++] = stack[--depth] as number;
    }
    if (last !== unknown && next < mostCode && prefix[next] === unknown) {
      prefix[next] = last;
      suffix[next] = firstOf(code === next ? last : code, clear);
    }
    last = code;
  }
  return undefined;
}

/** The first pixel of a code's string. */
function firstOf(code: number, clear: number): number {
  for (let i = 0; code > clear && i <= mostCode; i++) {
    if (code > mostCode) return unknown;
    code = prefix[code] as number;
  }
  return code;
}
