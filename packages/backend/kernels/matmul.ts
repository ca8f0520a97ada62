import { outer } from "./outer";

// out[k, j] = sum over i of a[i, k] * b[i, j]: the weight gradient of a dense layer.
export function matmulTN(a: usize, b: usize, out: usize, I: i32, K: i32, J: i32): void {
  memory.fill(out, 0, <usize>K * ((<usize>J) << 2));
  outer(a, (<usize>K) << 2, K, b, (<usize>J) << 2, J, I, out);
}

// out[i, k] = sum over j of a[i, j] * b[k, j]: the input gradient of a dense layer.
// Loop order: k in twos, i in fours, j in fours; both operands are read along j.
export function matmulNT(a: usize, b: usize, out: usize, I: i32, K: i32, J: i32): void {
  const row = (<usize>J) << 2;
  let k = 0;
  for (; k + 2 <= K; k += 2) {
    const bk = b + <usize>k * row;
    let i = 0;
    for (; i + 4 <= I; i += 4)
      block4x2(a + <usize>i * row, bk, row, J, out + ((<usize>(i * K + k)) << 2), (<usize>K) << 2);
    for (; i < I; i++) {
      store<f32>(out + ((<usize>(i * K + k)) << 2), dot(a + <usize>i * row, bk, J));
      store<f32>(out + ((<usize>(i * K + k + 1)) << 2), dot(a + <usize>i * row, bk + row, J));
    }
  }
  for (; k < K; k++) {
    for (let i = 0; i < I; i++) {
      store<f32>(out + ((<usize>(i * K + k)) << 2), dot(a + <usize>i * row, b + <usize>k * row, J));
    }
  }
}

function total(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

function dot(a: usize, b: usize, J: i32): f32 {
  let sum = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= J; j += 4) {
    const p = (<usize>j) << 2;
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + p), v128.load(b + p)));
  }
  let rest: f32 = total(sum);
  for (; j < J; j++) rest += load<f32>(a + ((<usize>j) << 2)) * load<f32>(b + ((<usize>j) << 2));
  return rest;
}

function block4x2(a: usize, b: usize, row: usize, J: i32, out: usize, os: usize): void {
  let s00 = f32x4.splat(0),
    s01 = f32x4.splat(0),
    s10 = f32x4.splat(0),
    s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0),
    s21 = f32x4.splat(0),
    s30 = f32x4.splat(0),
    s31 = f32x4.splat(0);
  const a1 = a + row,
    a2 = a1 + row,
    a3 = a2 + row,
    b1 = b + row;
  const whole = (<usize>(J & ~3)) << 2;
  for (let p: usize = 0; p < whole; p += 16) {
    const v0 = v128.load(b + p),
      v1 = v128.load(b1 + p);
    let u = v128.load(a + p);
    s00 = f32x4.add(s00, f32x4.mul(u, v0));
    s01 = f32x4.add(s01, f32x4.mul(u, v1));
    u = v128.load(a1 + p);
    s10 = f32x4.add(s10, f32x4.mul(u, v0));
    s11 = f32x4.add(s11, f32x4.mul(u, v1));
    u = v128.load(a2 + p);
    s20 = f32x4.add(s20, f32x4.mul(u, v0));
    s21 = f32x4.add(s21, f32x4.mul(u, v1));
    u = v128.load(a3 + p);
    s30 = f32x4.add(s30, f32x4.mul(u, v0));
    s31 = f32x4.add(s31, f32x4.mul(u, v1));
  }
  let t00 = total(s00),
    t01 = total(s01),
    t10 = total(s10),
    t11 = total(s11);
  let t20 = total(s20),
    t21 = total(s21),
    t30 = total(s30),
    t31 = total(s31);
  for (let p = whole; p < row; p += 4) {
    const v0 = load<f32>(b + p),
      v1 = load<f32>(b1 + p);
    const u0 = load<f32>(a + p),
      u1 = load<f32>(a1 + p),
      u2 = load<f32>(a2 + p),
      u3 = load<f32>(a3 + p);
    t00 += u0 * v0;
    t01 += u0 * v1;
    t10 += u1 * v0;
    t11 += u1 * v1;
    t20 += u2 * v0;
    t21 += u2 * v1;
    t30 += u3 * v0;
    t31 += u3 * v1;
  }
  store<f32>(out, t00);
  store<f32>(out, t01, 4);
  out += os;
  store<f32>(out, t10);
  store<f32>(out, t11, 4);
  out += os;
  store<f32>(out, t20);
  store<f32>(out, t21, 4);
  out += os;
  store<f32>(out, t30);
  store<f32>(out, t31, 4);
}
