/**
 * The bilinear row kernels in WebAssembly with SIMD: the same float32 operations in the same order as `bilinear.ts`,
 * hence the same bits, several times as fast. The module is assembled here; its functions share one memory:
 *
 *   fused(top, bottom, out, table, ty, groups): two source rows to one output row, four values at a time. For each
 *     group the table (64 bytes) says where its 16 source bytes begin (at 48), which of them are the left (at 0) and
 *     the right neighbours (at 16), and their fractions (at 32).
 *   horizontal(source, out, table, width, step): out[x] = a + (b - a) * t, for all channels of pixel x at once,
 *     where a and b are the pixels at the byte offsets table[x].low and table[x].high, and t = table[x].fraction
 *   vertical(top, bottom, out, ty, fours): out[i] = top[i] + (bottom[i] - top[i]) * ty, four at a time
 *
 * All read and write whole vectors, so regions carry 16 spare bytes.
 */

export interface Kernels {
  readonly memory: WebAssembly.Memory;
  fused(top: number, bottom: number, out: number, table: number, ty: number, groups: number): void;
  horizontal(source: number, out: number, table: number, width: number, step: number): void;
  vertical(top: number, bottom: number, out: number, ty: number, fours: number): void;
}

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

const leb = (value: number): number[] => {
  const bytes: number[] = [];
  do {
    const more = value > 0x7f ? 0x80 : 0;
    bytes.push((value & 0x7f) | more);
    value >>>= 7;
  } while (value > 0);
  return bytes;
};
const vector = (items: readonly (readonly number[])[]): number[] => [
  ...leb(items.length),
  ...items.flat(),
];
const section = (id: number, body: readonly number[]): number[] => [
  id,
  ...leb(body.length),
  ...body,
];
const text = (name: string): number[] => [
  ...leb(name.length),
  ...Array.from(name, (c) => c.charCodeAt(0)),
];

// Instructions (WebAssembly specification, appendix "Index of Instructions").
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
const loadI32 = (offset: number): number[] => [0x28, 2, offset];
const loadF32 = (offset: number): number[] => [0x2a, 2, offset];
const addI32 = [0x6a];
const simd = (op: number, ...rest: number[]): number[] => [0xfd, ...leb(op), ...rest];
const load128 = (offset = 0): number[] => simd(0x00, 0, offset);
const load32Zero = simd(0x5c, 0, 0);
const store128 = simd(0x0b, 0, 0);
const splat = simd(0x13);
/** The bytes of one vector that another names; 0 for names above 15. */
const swizzle = simd(0x0e);
const toFloat = simd(0xfa);
/** Four bytes to four floats. */
const widen = [...simd(0x89), ...simd(0xa9), ...simd(0xfb)];
const add = simd(0xe4);
const subtract = simd(0xe5);
const multiply = simd(0xe6);
const advance = (local: number, by: number): number[] => [
  ...get(local),
  0x41,
  ...(by < 64 ? [by] : [(by & 0x7f) | 0x80, by >> 7]), // signed LEB128
  ...addI32,
  ...set(local),
];
/** Repeats `body` until local `count` is 0; does nothing if it is 0 at first. */
const repeat = (count: number, body: readonly number[]): number[] => [
  ...[0x02, 0x40, ...get(count), 0x45, 0x0d, 0, 0x03, 0x40],
  ...body,
  ...[...get(count), 0x41, 1, 0x6b, ...tee(count), 0x0d, 0, 0x0b, 0x0b],
];
/** @param locals types of the locals that follow the parameters */
const code = (locals: readonly number[], body: readonly number[]): number[] => {
  const whole = [...vector(locals.map((type) => [1, type])), ...body, 0x0b];
  return [...leb(whole.length), ...whole];
};

function assemble(): Uint8Array<ArrayBuffer> {
  const pixel = (offset: number): number[] => [
    ...get(0),
    ...get(2),
    ...loadI32(offset),
    ...addI32,
    ...load32Zero,
    ...widen,
  ];
  const lerp = (fraction: readonly number[]): number[] => [
    ...get(5),
    ...subtract,
    ...fraction,
    ...splat,
    ...multiply,
    ...add,
    ...store128,
  ];
  const horizontal = repeat(3, [
    ...get(1),
    ...pixel(0),
    ...tee(5),
    ...pixel(4),
    ...lerp([...get(2), ...loadF32(8)]),
    ...[...get(1), ...get(4), ...addI32, ...set(1)],
    ...advance(2, 12),
  ]);
  const vertical = repeat(4, [
    ...[...get(2), ...get(0), ...load128(), ...tee(5), ...get(1), ...load128()],
    ...lerp(get(3)),
    ...[...advance(0, 16), ...advance(1, 16), ...advance(2, 16)],
  ]);
  // Locals of `fused`: 6 the group's first byte, 7 its bytes, 8 left neighbours, 9 the upper row's values, 10 ty.
  const neighbour = (at: number): number[] => [
    ...[...get(7), ...get(3), ...load128(at), ...swizzle, ...toFloat],
  ];
  const alongX = (row: number): number[] => [
    ...[...get(row), ...get(6), ...addI32, ...load128(), ...set(7)],
    ...[...neighbour(0), ...tee(8), ...neighbour(16), ...get(8), ...subtract],
    ...[...get(3), ...load128(32), ...multiply, ...add],
  ];
  const fused = [
    ...[...get(4), ...splat, ...set(10)],
    ...repeat(5, [
      ...[...get(3), ...loadI32(48), ...set(6)],
      ...[...alongX(0), ...set(9)],
      ...[...get(2), ...get(9), ...alongX(1), ...get(9), ...subtract, ...get(10), ...multiply],
      ...[...add, ...store128, ...advance(2, 16), ...advance(3, 64)],
    ]),
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      vector([
        [0x60, ...vector([[I32], [I32], [I32], [I32], [I32]]), 0],
        [0x60, ...vector([[I32], [I32], [I32], [F32], [I32]]), 0],
        [0x60, ...vector([[I32], [I32], [I32], [I32], [F32], [I32]]), 0],
      ]),
    ),
    ...section(3, vector([[0], [1], [2]])),
    ...section(5, vector([[0, 1]])),
    ...section(
      7,
      vector([
        [...text("horizontal"), 0, 0],
        [...text("vertical"), 0, 1],
        [...text("fused"), 0, 2],
        [...text("memory"), 2, 0],
      ]),
    ),
    ...section(
      10,
      vector([
        code([V128], horizontal),
        code([V128], vertical),
        code([I32, V128, V128, V128, V128], fused),
      ]),
    ),
  ]);
}

let kernels: Kernels | null | undefined;

/** The kernels, or null where WebAssembly or its SIMD is missing. */
export function simdKernels(): Kernels | null {
  if (kernels === undefined) {
    const bytes = assemble();
    kernels =
      typeof WebAssembly === "object" && WebAssembly.validate(bytes)
        ? (new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernels)
        : null;
  }
  return kernels;
}

/** Makes sure that the memory holds `sizeBytes`. */
export function reserve({ memory }: Kernels, sizeBytes: number): void {
  const missing = sizeBytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
}
