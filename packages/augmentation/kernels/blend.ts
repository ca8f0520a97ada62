// The inner loop of bilinear sampling: one row of output pixels with three channels, in float32 and in TensorFlow's order
// of operations. For each pixel's position (u, v), u in 0..lastX and v in 0..lastY, with x = trunc(u) and y = trunc(v):
//
//   left = (x + 1) - u;  right = u - x;  upper = (y + 1) - v;  lower = v - y
//   out = upper (left P[y, x] + right P[y, x + 1]) + lower (left P[y + 1, x] + right P[y + 1, x + 1])
//
// A neighbour past the last row or column has weight 0 and is not read. Addresses and `rowBytes` are in bytes; `us` and
// `vs` are float32.

const pixelBytes: usize = 12;

// Three floats: two at once, then the third, so that nothing past a pixel is touched.
function pixel(address: usize): v128 {
  return v128.load32_lane(address, v128.load64_zero(address), 2, 8);
}

// Two pixels of one row, `step` bytes apart.
function along(address: usize, step: usize, left: v128, right: v128): v128 {
  return f32x4.add(f32x4.mul(left, pixel(address)), f32x4.mul(right, pixel(address + step)));
}

export function blendRow(
  us: usize,
  vs: usize,
  count: i32,
  image: usize,
  out: usize,
  rowBytes: i32,
  lastX: i32,
  lastY: i32,
): void {
  for (; count > 0; count--) {
    // Lanes 0 and 1 are u and v. As vectors, because V8 cuts single floats to whole numbers by an instruction that waits
    // for the pixel before.
    const position = v128.load32_lane(vs, v128.load32_zero(us), 1);
    const whole = i32x4.trunc_sat_f32x4_s(position);
    const next = f32x4.convert_i32x4_s(i32x4.add(whole, i32x4.splat(1)));
    const near = f32x4.sub(next, position); // left and upper
    const far = f32x4.sub(position, f32x4.convert_i32x4_s(whole)); // right and lower
    const left = v128.shuffle<f32>(near, near, 0, 0, 0, 0);
    const upper = v128.shuffle<f32>(near, near, 1, 1, 1, 1);
    const right = v128.shuffle<f32>(far, far, 0, 0, 0, 0);
    const lower = v128.shuffle<f32>(far, far, 1, 1, 1, 1);
    const x = i32x4.extract_lane(whole, 0);
    const y = i32x4.extract_lane(whole, 1);
    const at = image + <usize>(y * rowBytes) + <usize>x * pixelBytes;
    const step = select<usize>(pixelBytes, 0, x < lastX);
    const below = at + select<usize>(<usize>rowBytes, 0, y < lastY);
    const blended = f32x4.add(
      f32x4.mul(upper, along(at, step, left, right)),
      f32x4.mul(lower, along(below, step, left, right)),
    );
    v128.store64_lane(out, blended, 0);
    v128.store32_lane(out, blended, 2, 8);
    us += 4;
    vs += 4;
    out += pixelBytes;
  }
}
