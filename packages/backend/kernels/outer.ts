// Sum of outer products: out[k, j] += sum over i of x[i, k] * dy[i, j].
//
// Strides and pointers are in bytes; out is dense [K, J]. Loop order: blocks of k (6, 3, 1), blocks of j (8, 4, 1), i.
// The accumulators of one block live in registers for the whole i loop, start at zero and are added to out once, so
// that a long reduction is a sum of short ones and rounds like one.

function addTo(out: usize, value: v128): void {
  v128.store(out, f32x4.add(v128.load(out), value));
}

function block6x8(
  x: usize,
  xs: usize,
  dy: usize,
  ds: usize,
  count: i32,
  out: usize,
  os: usize,
): void {
  let a0 = f32x4.splat(0),
    b0 = f32x4.splat(0),
    a1 = f32x4.splat(0),
    b1 = f32x4.splat(0);
  let a2 = f32x4.splat(0),
    b2 = f32x4.splat(0),
    a3 = f32x4.splat(0),
    b3 = f32x4.splat(0);
  let a4 = f32x4.splat(0),
    b4 = f32x4.splat(0),
    a5 = f32x4.splat(0),
    b5 = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    const d0 = v128.load(dy),
      d1 = v128.load(dy, 16);
    let s = v128.load_splat<f32>(x);
    a0 = f32x4.add(a0, f32x4.mul(s, d0));
    b0 = f32x4.add(b0, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 4);
    a1 = f32x4.add(a1, f32x4.mul(s, d0));
    b1 = f32x4.add(b1, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 8);
    a2 = f32x4.add(a2, f32x4.mul(s, d0));
    b2 = f32x4.add(b2, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 12);
    a3 = f32x4.add(a3, f32x4.mul(s, d0));
    b3 = f32x4.add(b3, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 16);
    a4 = f32x4.add(a4, f32x4.mul(s, d0));
    b4 = f32x4.add(b4, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 20);
    a5 = f32x4.add(a5, f32x4.mul(s, d0));
    b5 = f32x4.add(b5, f32x4.mul(s, d1));
    x += xs;
    dy += ds;
  }
  addTo(out, a0);
  addTo(out + 16, b0);
  out += os;
  addTo(out, a1);
  addTo(out + 16, b1);
  out += os;
  addTo(out, a2);
  addTo(out + 16, b2);
  out += os;
  addTo(out, a3);
  addTo(out + 16, b3);
  out += os;
  addTo(out, a4);
  addTo(out + 16, b4);
  out += os;
  addTo(out, a5);
  addTo(out + 16, b5);
}

function block3x8(
  x: usize,
  xs: usize,
  dy: usize,
  ds: usize,
  count: i32,
  out: usize,
  os: usize,
): void {
  let a0 = f32x4.splat(0),
    b0 = f32x4.splat(0),
    a1 = f32x4.splat(0),
    b1 = f32x4.splat(0);
  let a2 = f32x4.splat(0),
    b2 = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    const d0 = v128.load(dy),
      d1 = v128.load(dy, 16);
    let s = v128.load_splat<f32>(x);
    a0 = f32x4.add(a0, f32x4.mul(s, d0));
    b0 = f32x4.add(b0, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 4);
    a1 = f32x4.add(a1, f32x4.mul(s, d0));
    b1 = f32x4.add(b1, f32x4.mul(s, d1));
    s = v128.load_splat<f32>(x, 8);
    a2 = f32x4.add(a2, f32x4.mul(s, d0));
    b2 = f32x4.add(b2, f32x4.mul(s, d1));
    x += xs;
    dy += ds;
  }
  addTo(out, a0);
  addTo(out + 16, b0);
  out += os;
  addTo(out, a1);
  addTo(out + 16, b1);
  out += os;
  addTo(out, a2);
  addTo(out + 16, b2);
}

function block1x4(x: usize, xs: usize, dy: usize, ds: usize, count: i32, out: usize): void {
  let a = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(x), v128.load(dy)));
    x += xs;
    dy += ds;
  }
  addTo(out, a);
}

function block1x1(x: usize, xs: usize, dy: usize, ds: usize, count: i32, out: usize): void {
  let a: f32 = 0;
  for (let i = 0; i < count; i++) {
    a += load<f32>(x) * load<f32>(dy);
    x += xs;
    dy += ds;
  }
  store<f32>(out, load<f32>(out) + a);
}

export function outer(
  x: usize,
  xs: usize,
  K: i32,
  dy: usize,
  ds: usize,
  J: i32,
  count: i32,
  out: usize,
): void {
  const os = (<usize>J) << 2;
  let k = 0;
  while (k < K) {
    const rows = K - k >= 6 ? 6 : K - k >= 3 ? 3 : 1;
    const xk = x + ((<usize>k) << 2);
    const ok = out + <usize>k * os;
    let j = 0;
    if (rows == 6) {
      for (; j + 8 <= J; j += 8)
        block6x8(xk, xs, dy + ((<usize>j) << 2), ds, count, ok + ((<usize>j) << 2), os);
    } else if (rows == 3) {
      for (; j + 8 <= J; j += 8)
        block3x8(xk, xs, dy + ((<usize>j) << 2), ds, count, ok + ((<usize>j) << 2), os);
    }
    for (; j + 4 <= J; j += 4) {
      for (let r = 0; r < rows; r++) {
        block1x4(
          xk + ((<usize>r) << 2),
          xs,
          dy + ((<usize>j) << 2),
          ds,
          count,
          ok + <usize>r * os + ((<usize>j) << 2),
        );
      }
    }
    for (; j < J; j++) {
      for (let r = 0; r < rows; r++) {
        block1x1(
          xk + ((<usize>r) << 2),
          xs,
          dy + ((<usize>j) << 2),
          ds,
          count,
          ok + <usize>r * os + ((<usize>j) << 2),
        );
      }
    }
    k += rows;
  }
}
