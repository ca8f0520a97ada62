/**
 * The inner loop of bilinear sampling as a WebAssembly module with SIMD, assembled here so that it needs no toolchain.
 * It blends one row of output pixels with three channels, in float32 and in TensorFlow's order of operations:
 *
 *   left = (x0 + 1) - u;  right = u - x0;  upper = (y0 + 1) - v;  lower = v - y0
 *   out = upper (left P[y0,x0] + right P[y0,x0+1]) + lower (left P[y0+1,x0] + right P[y0+1,x0+1])
 *
 * for u in 0..lastX and v in 0..lastY. A neighbour past the last row or column has weight 0 and is not read.
 */

/** `blendRow(us, vs, count, image, out, rowBytes, lastX, lastY)`: addresses and sizes in bytes, `us` and `vs` float32. */
export type BlendRow = (
  us: number,
  vs: number,
  count: number,
  image: number,
  out: number,
  rowBytes: number,
  lastX: number,
  lastY: number,
) => void;

type Code = readonly number[];

/** Unsigned LEB128, the number format of the binary encoding. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

const section = (id: number, body: Code): Code => [id, ...leb(body.length), ...body];
const text = (value: string): Code => [
  value.length,
  ...Array.from(value, (letter) => letter.charCodeAt(0)),
];

const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;

// Instructions, named as in the WebAssembly text format.
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const i32Const = (value: number): Code => [0x41, ...leb(value)]; // for 0..63, where signed and unsigned LEB128 agree
const f32Load = (address: Code): Code => [...address, 0x2a, 2, 0];
const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
const subtract = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
const multiply = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
const lessThan = (a: Code, b: Code): Code => [...a, ...b, 0x48];
const choose = (yes: Code, no: Code, condition: Code): Code => [...yes, ...no, ...condition, 0x1b];
const f32Subtract = (a: Code, b: Code): Code => [...a, ...b, 0x93];
const toFloat = (a: Code): Code => [...a, 0xb2];
const truncate = (a: Code): Code => [...a, 0xfc, 0x00];
const simd = (operation: number): Code => [0xfd, ...leb(operation)];
const splat = (a: Code): Code => [...a, ...simd(0x13)];
const plus = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe4)];
const times = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe6)];
/** Three floats: two by load64_zero, the third into lane 2, so that nothing past a pixel is touched. */
const loadPixel = (address: Code): Code => [
  ...address,
  ...address,
  ...simd(0x5d),
  2,
  0,
  ...simd(0x56),
  2,
  8,
  2,
];
const storePixel = (address: Code, value: Code): Code => [
  ...address,
  ...value,
  ...simd(0x5b),
  2,
  0,
  0,
  ...address,
  ...value,
  ...simd(0x5a),
  2,
  8,
  2,
];

function assemble(): Uint8Array<ArrayBuffer> {
  const [us, vs, count, image, out, rowBytes, lastX, lastY] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
  const [x, y, at, below, step, u, v, result] = [8, 9, 10, 11, 12, 13, 14, 15] as const;
  const right = splat(f32Subtract(get(u), toFloat(get(x))));
  const left = splat(f32Subtract(toFloat(add(get(x), i32Const(1))), get(u)));
  const lower = splat(f32Subtract(get(v), toFloat(get(y))));
  const upper = splat(f32Subtract(toFloat(add(get(y), i32Const(1))), get(v)));
  const pair = (address: number): Code =>
    plus(
      times(left, loadPixel(get(address))),
      times(right, loadPixel(add(get(address), get(step)))),
    );
  const advance = (local: number, bytes: number): Code => [
    ...add(get(local), i32Const(bytes)),
    ...set(local),
  ];
  const body: Code = [
    3,
    ...[5, types.i32, 2, types.f32, 1, types.v128], // locals: 5 x i32, 2 x f32, 1 x v128
    ...[0x03, 0x40], // loop
    ...[...f32Load(get(us)), ...set(u)],
    ...[...f32Load(get(vs)), ...set(v)],
    ...[...truncate(get(u)), ...set(x)],
    ...[...truncate(get(v)), ...set(y)],
    ...[
      ...add(add(get(image), multiply(get(y), get(rowBytes))), multiply(get(x), i32Const(12))),
      ...set(at),
    ],
    ...[...choose(i32Const(12), i32Const(0), lessThan(get(x), get(lastX))), ...set(step)],
    ...[
      ...add(get(at), choose(get(rowBytes), i32Const(0), lessThan(get(y), get(lastY)))),
      ...set(below),
    ],
    ...[...plus(times(upper, pair(at)), times(lower, pair(below))), ...set(result)],
    ...storePixel(get(out), get(result)),
    ...advance(us, 4),
    ...advance(vs, 4),
    ...advance(out, 12),
    ...[...subtract(get(count), i32Const(1)), ...set(count)],
    ...[...get(count), 0x0d, 0x00], // br_if loop
    0x0b, // end of loop
    0x0b, // end of function
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
    ...section(1, [1, 0x60, 8, ...new Array<number>(8).fill(types.i32), 0]),
    ...section(2, [1, ...text("host"), ...text("memory"), 2, 0, 1]), // a memory of at least one page
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("blendRow"), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

let compiled: WebAssembly.Module | null | undefined;

/** The compiled module; null where WebAssembly or its SIMD instructions do not exist. */
function blendModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    const bytes = assemble();
    const possible = typeof WebAssembly === "object" && WebAssembly.validate(bytes);
    compiled = possible ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

const instances = new WeakMap<WebAssembly.Memory, BlendRow>();

/** The row blender over a memory; null where the machine cannot run it. */
export function blenderFor(memory: WebAssembly.Memory): BlendRow | null {
  const known = instances.get(memory);
  if (known) return known;
  const module = blendModule();
  if (!module) return null;
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  const blendRow = exports["blendRow"] as BlendRow;
  instances.set(memory, blendRow);
  return blendRow;
}
