/**
 * The bilinear row kernels in WebAssembly with SIMD: the same float32 operations in the same order as `bilinear.ts`,
 * hence the same bits, several times as fast. The functions share one memory:
 *
 *   fused(source, out, rows, columns, groups, rowBytes, count): `count` output rows, each from two source rows, four
 *     values at a time. For each row the table `rows` (12 bytes) says where the two begin, counted from `source`, and
 *     the fraction. For each group of four the table `columns` (64 bytes) says where its 16 source bytes begin (at
 *     48), which of them are the left (at 0) and the right neighbours (at 16), and their fractions (at 32).
 *   horizontal(source, out, table, width, step): out[x] = a + (b - a) * t, for all channels of pixel x at once,
 *     where a and b are the pixels at the byte offsets table[x].low and table[x].high, and t = table[x].fraction
 *   vertical(top, bottom, out, ty, fours): out[i] = top[i] + (bottom[i] - top[i]) * ty, four at a time
 *   round(source, out, sixteens): floats to bytes, ties to even, clamped
 *
 * All read and write whole vectors, so regions carry 16 spare bytes.
 */
import {
  add,
  addI32,
  advance,
  F32,
  get,
  I32,
  instantiate,
  load128,
  load32Zero,
  loadF32,
  loadI32,
  multiply,
  narrowTo16,
  narrowTo8,
  repeat,
  set,
  splat,
  store128,
  subtract,
  swizzle,
  tee,
  toFloat,
  toWhole,
  V128,
  type WasmFunction,
  widen,
} from "../wasm/assembler";

export interface Kernels {
  readonly memory: WebAssembly.Memory;
  fused(
    source: number,
    out: number,
    rows: number,
    columns: number,
    groups: number,
    rowBytes: number,
    count: number,
  ): void;
  horizontal(source: number, out: number, table: number, width: number, step: number): void;
  vertical(top: number, bottom: number, out: number, ty: number, fours: number): void;
  round(source: number, out: number, sixteens: number): void;
}

function assemble(): WasmFunction[] {
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
    ...store128(),
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
  // Locals of `fused`: 7 and 8 the two source rows, 9 where in the table, 10 groups left, 11 where to write, 12 the
  // group's first byte, 13 its bytes, 14 left neighbours, 15 the upper row's values, 16 the row's fraction.
  const neighbour = (at: number): number[] => [
    ...[...get(13), ...get(9), ...load128(at), ...swizzle, ...toFloat],
  ];
  const alongX = (row: number): number[] => [
    ...[...get(row), ...get(12), ...addI32, ...load128(), ...set(13)],
    ...[...neighbour(0), ...tee(14), ...neighbour(16), ...get(14), ...subtract],
    ...[...get(9), ...load128(32), ...multiply, ...add],
  ];
  const sourceRow = (at: number): number[] => [...get(0), ...get(2), ...loadI32(at), ...addI32];
  const fused = repeat(6, [
    ...[...sourceRow(0), ...set(7), ...sourceRow(4), ...set(8)],
    ...[...get(2), ...loadF32(8), ...splat, ...set(16)],
    ...[...get(3), ...set(9), ...get(4), ...set(10), ...get(1), ...set(11)],
    ...repeat(10, [
      ...[...get(9), ...loadI32(48), ...set(12)],
      ...[...alongX(7), ...set(15)],
      ...[...get(11), ...get(15), ...alongX(8), ...get(15), ...subtract, ...get(16), ...multiply],
      ...[...add, ...store128(), ...advance(11, 16), ...advance(9, 64)],
    ]),
    ...[...get(1), ...get(5), ...addI32, ...set(1), ...advance(2, 12)],
  ]);
  const sixteen = (at: number): number[] => [...get(0), ...load128(at), ...toWhole];
  const round = repeat(2, [
    ...[...get(1), ...sixteen(0), ...sixteen(16), ...narrowTo16, ...sixteen(32), ...sixteen(48)],
    ...[...narrowTo16, ...narrowTo8, ...store128(), ...advance(0, 64), ...advance(1, 16)],
  ]);
  return [
    { name: "horizontal", parameters: [I32, I32, I32, I32, I32], locals: [V128], body: horizontal },
    { name: "vertical", parameters: [I32, I32, I32, F32, I32], locals: [V128], body: vertical },
    {
      name: "fused",
      parameters: [I32, I32, I32, I32, I32, I32, I32],
      locals: [I32, I32, I32, I32, I32, I32, V128, V128, V128, V128],
      body: fused,
    },
    { name: "round", parameters: [I32, I32, I32], locals: [], body: round },
  ];
}

let kernels: Kernels | null | undefined;

/** The kernels, or null where WebAssembly or its SIMD is missing. */
export function simdKernels(): Kernels | null {
  if (kernels === undefined) kernels = instantiate(assemble()) as Kernels | null;
  return kernels;
}
