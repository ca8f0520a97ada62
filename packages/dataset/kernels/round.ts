// Four floats as the nearest whole numbers, ties to even.
function whole(address: usize): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(address)));
}

// out[i] = source[i] to the nearest whole number in 0..255, sixteen at a time: narrowing saturates.
export function round(source: usize, out: usize, sixteens: i32): void {
  for (; sixteens > 0; sixteens--) {
    const low = i16x8.narrow_i32x4_s(whole(source), whole(source + 16));
    const high = i16x8.narrow_i32x4_s(whole(source + 32), whole(source + 48));
    v128.store(out, i8x16.narrow_i16x8_u(low, high));
    source += 64;
    out += 16;
  }
}
