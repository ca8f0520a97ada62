// Bilinear interpolation of bytes to float32, in the order of operations of src/resize/bilinear.ts, hence the same bits:
//   out = a + (b - a) * t, along x for two source rows, then along y between them.
// All loops read and write whole vectors: regions have 16 spare bytes.

// Four bytes as floats.
function pixel(address: usize): v128 {
  const bytes = v128.load32_zero(address);
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

function lerp(a: v128, b: v128, t: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), t));
}

// Four values of one source row along x. Of the 16 bytes at `bytes`, the group's table entry (64 bytes) names the left
// neighbours (at 0; 0xff names none), the right neighbours (at 16) and their fractions (at 32).
function alongX(bytes: usize, entry: usize): v128 {
  const source = v128.load(bytes);
  const left = f32x4.convert_i32x4_s(i8x16.swizzle(source, v128.load(entry)));
  const right = f32x4.convert_i32x4_s(i8x16.swizzle(source, v128.load(entry, 16)));
  return lerp(left, right, v128.load(entry, 32));
}

// `count` output rows of `rowBytes`, each from two source rows, four values at a time. For each row the table `rows` (12
// bytes) says where the two begin, counted from `source`, and the fraction. For each group of four the table `columns`
// (64 bytes) says which bytes it is made of, see `alongX`, and where they begin (at 48).
export function fused(
  source: usize,
  out: usize,
  rows: usize,
  columns: usize,
  groups: i32,
  rowBytes: i32,
  count: i32,
): void {
  for (; count > 0; count--) {
    const top = source + <usize>load<i32>(rows);
    const bottom = source + <usize>load<i32>(rows, 4);
    const fraction = f32x4.splat(load<f32>(rows, 8));
    let entry = columns;
    let to = out;
    for (let left = groups; left > 0; left--) {
      const first = <usize>load<i32>(entry, 48);
      const upper = alongX(top + first, entry);
      v128.store(to, lerp(upper, alongX(bottom + first, entry), fraction));
      to += 16;
      entry += 64;
    }
    out += <usize>rowBytes;
    rows += 12;
  }
}

// One row along x, all channels of a pixel at once, `step` bytes apart in `out`. For each pixel the table (12 bytes) says
// where the left and the right neighbour begin, and the fraction.
export function horizontal(source: usize, out: usize, table: usize, width: i32, step: i32): void {
  for (; width > 0; width--) {
    const left = pixel(source + <usize>load<i32>(table));
    const right = pixel(source + <usize>load<i32>(table, 4));
    v128.store(out, lerp(left, right, f32x4.splat(load<f32>(table, 8))));
    out += <usize>step;
    table += 12;
  }
}

// out[i] = top[i] + (bottom[i] - top[i]) * t, four values at a time.
export function vertical(top: usize, bottom: usize, out: usize, t: f32, fours: i32): void {
  const fraction = f32x4.splat(t);
  for (; fours > 0; fours--) {
    v128.store(out, lerp(v128.load(top), v128.load(bottom), fraction));
    top += 16;
    bottom += 16;
    out += 16;
  }
}
