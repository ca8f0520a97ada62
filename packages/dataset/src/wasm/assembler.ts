/** Just enough of an assembler to write small WebAssembly modules with SIMD down by hand. */

export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

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
export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];
export const loadI32 = (offset: number): number[] => [0x28, 2, offset];
export const loadF32 = (offset: number): number[] => [0x2a, 2, offset];
export const addI32 = [0x6a];
const simd = (op: number, ...rest: number[]): number[] => [0xfd, ...leb(op), ...rest];
export const load128 = (offset = 0): number[] => simd(0x00, 0, offset);
export const load32Zero = simd(0x5c, 0, 0);
export const store128 = (offset = 0): number[] => simd(0x0b, 0, offset);
export const splat = simd(0x13);
/** The bytes of one vector that another names; 0 for names above 15. */
export const swizzle = simd(0x0e);
export const toFloat = simd(0xfa);
/** Adds four whole numbers. */
export const addI32x4 = simd(0xae);
/** Four floats to the nearest whole numbers, ties to even. */
export const toWhole = [...simd(0x6a), ...simd(0xf8)];
/** Two vectors of four whole numbers to one of eight of 16 bits; two of those to one of 16 bytes. Both saturate. */
export const narrowTo16 = simd(0x85);
export const narrowTo8 = simd(0x66);
/** Four bytes to four floats. */
export const widen = [...simd(0x89), ...simd(0xa9), ...simd(0xfb)];
export const add = simd(0xe4);
export const subtract = simd(0xe5);
export const multiply = simd(0xe6);
export const advance = (local: number, by: number): number[] => [
  ...get(local),
  0x41,
  ...(by < 64 ? [by] : [(by & 0x7f) | 0x80, by >> 7]), // signed LEB128
  ...addI32,
  ...set(local),
];
/** Repeats `body` until local `count` is 0; does nothing if it is 0 at first. */
export const repeat = (count: number, body: readonly number[]): number[] => [
  ...[0x02, 0x40, ...get(count), 0x45, 0x0d, 0, 0x03, 0x40],
  ...body,
  ...[...get(count), 0x41, 1, 0x6b, ...tee(count), 0x0d, 0, 0x0b, 0x0b],
];
/** @param locals types of the locals that follow the parameters */
const code = (locals: readonly number[], body: readonly number[]): number[] => {
  const whole = [...vector(locals.map((type) => [1, type])), ...body, 0x0b];
  return [...leb(whole.length), ...whole];
};

/** One function of a module; all are exported. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  /** Types of the locals that follow the parameters. */
  readonly locals: readonly number[];
  readonly body: readonly number[];
}

/** A module of these functions over one memory (exported as `memory`), or null where WebAssembly or its SIMD is missing. */
export function instantiate(functions: readonly WasmFunction[]): unknown {
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      vector(functions.map(({ parameters }) => [0x60, ...vector(parameters.map((t) => [t])), 0])),
    ),
    ...section(3, vector(functions.map((_, i) => [i]))),
    ...section(5, vector([[0, 1]])),
    ...section(
      7,
      vector([...functions.map(({ name }, i) => [...text(name), 0, i]), [...text("memory"), 2, 0]]),
    ),
    ...section(10, vector(functions.map(({ locals, body }) => code(locals, body)))),
  ]);
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}

/** Makes sure that a memory holds `sizeBytes`. Growing it detaches the views of it. */
export function reserve(memory: WebAssembly.Memory, sizeBytes: number): void {
  const missing = sizeBytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
}
