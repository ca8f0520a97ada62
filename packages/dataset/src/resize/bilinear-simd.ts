/**
 * The bilinear row kernels in WebAssembly with SIMD: the same float32 operations in the same order as `bilinear.ts`,
 * hence the same bits, several times as fast. The module is assembled here; it has two functions over one memory:
 *
 *   horizontal(source, out, table, width, step): out[x] = a + (b - a) * t, for all channels of pixel x at once,
 *     where a and b are the pixels at the byte offsets table[x].low and table[x].high, and t = table[x].fraction
 *   vertical(top, bottom, out, ty, fours): out[i] = top[i] + (bottom[i] - top[i]) * ty, four at a time
 *
 * `horizontal` reads and writes four lanes whatever the number of channels, so rows carry 16 spare bytes.
 */

interface Kernels {
  readonly memory: WebAssembly.Memory;
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
const load128 = simd(0x00, 0, 0);
const load32Zero = simd(0x5c, 0, 0);
const store128 = simd(0x0b, 0, 0);
const splat = simd(0x13);
/** Four bytes to four floats. */
const widen = [...simd(0x89), ...simd(0xa9), ...simd(0xfb)];
const add = simd(0xe4);
const subtract = simd(0xe5);
const multiply = simd(0xe6);
const advance = (local: number, by: number): number[] => [
  ...get(local),
  0x41,
  by,
  ...addI32,
  ...set(local),
];
/** Repeats `body` until local `count` is 0; does nothing if it is 0 at first. */
const repeat = (count: number, body: readonly number[]): number[] => [
  ...[0x02, 0x40, ...get(count), 0x45, 0x0d, 0, 0x03, 0x40],
  ...body,
  ...[...get(count), 0x41, 1, 0x6b, ...tee(count), 0x0d, 0, 0x0b, 0x0b],
];
const code = (body: readonly number[]): number[] => {
  const whole = [1, 1, V128, ...body, 0x0b]; // one local of type v128, after the parameters
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
    ...[...get(2), ...get(0), ...load128, ...tee(5), ...get(1), ...load128],
    ...lerp(get(3)),
    ...[...advance(0, 16), ...advance(1, 16), ...advance(2, 16)],
  ]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      vector([
        [0x60, ...vector([[I32], [I32], [I32], [I32], [I32]]), 0],
        [0x60, ...vector([[I32], [I32], [I32], [F32], [I32]]), 0],
      ]),
    ),
    ...section(3, vector([[0], [1]])),
    ...section(5, vector([[0, 1]])),
    ...section(
      7,
      vector([
        [...text("horizontal"), 0, 0],
        [...text("vertical"), 0, 1],
        [...text("memory"), 2, 0],
      ]),
    ),
    ...section(10, vector([code(horizontal), code(vertical)])),
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
