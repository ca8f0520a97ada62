/** Half precision: IEEE 754 binary16, a sign, 5 bits of exponent, 10 of fraction. */

/** Every float16, in order of its bits, as float32: 256 KB, made when the first one is read. */
let table: Float32Array | undefined;

function valueOf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The values of float16 numbers, given by their bits; float32 holds each exactly. */
export function widenHalf(halves: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => valueOf(bits));
  const known = table;
  return Float32Array.from(halves, (bits) => known[bits] as number);
}
