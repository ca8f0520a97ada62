// Gradient of relu: dx[i] = x[i] > 0 ? dy[i] : 0.
export function reluGrad(x: usize, dy: usize, dx: usize, size: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const p = (<usize>i) << 2;
    v128.store(dx + p, v128.and(v128.load(dy + p), f32x4.gt(v128.load(x + p), zero)));
  }
  for (; i < size; i++) {
    const p = (<usize>i) << 2;
    store<f32>(dx + p, load<f32>(x + p) > 0 ? load<f32>(dy + p) : 0);
  }
}

// out[r, c] = x[r, c] + bias[c], row after row.
export function biasAdd(x: usize, bias: usize, out: usize, rows: i32, C: i32): void {
  for (let r = 0; r < rows; r++) {
    let c = 0;
    for (; c + 4 <= C; c += 4) {
      const p = (<usize>c) << 2;
      v128.store(out + p, f32x4.add(v128.load(x + p), v128.load(bias + p)));
    }
    for (; c < C; c++) {
      const p = (<usize>c) << 2;
      store<f32>(out + p, load<f32>(x + p) + load<f32>(bias + p));
    }
    x += (<usize>C) << 2;
    out += (<usize>C) << 2;
  }
}

// out[c] = sum over r of x[r, c], in chunks of 1024 rows summed into `part` [C] first so that long sums round like short ones.
export function columnSum(x: usize, out: usize, part: usize, rows: i32, C: i32): void {
  const bytes = (<usize>C) << 2;
  memory.fill(out, 0, bytes);
  for (let r0 = 0; r0 < rows; r0 += 1024) {
    memory.fill(part, 0, bytes);
    const r1 = min(rows, r0 + 1024);
    for (let r = r0; r < r1; r++) {
      addRow(x, part, C);
      x += bytes;
    }
    addRow(part, out, C);
  }
}

function addRow(x: usize, out: usize, C: i32): void {
  let c = 0;
  for (; c + 4 <= C; c += 4) {
    const p = (<usize>c) << 2;
    v128.store(out + p, f32x4.add(v128.load(out + p), v128.load(x + p)));
  }
  for (; c < C; c++) {
    const p = (<usize>c) << 2;
    store<f32>(out + p, load<f32>(out + p) + load<f32>(x + p));
  }
}

// out[i] = min(max(x[i], low), high); NaN stays NaN. `out` may be `x`.
export function clip(x: usize, out: usize, size: i32, low: f32, high: f32): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const p = (<usize>i) << 2;
    v128.store(out + p, f32x4.min(f32x4.max(v128.load(x + p), lows), highs));
  }
  for (; i < size; i++) {
    const p = (<usize>i) << 2;
    store<f32>(out + p, min<f32>(max<f32>(load<f32>(x + p), low), high));
  }
}

// out[i] = max(a[i], b[i]); NaN in either gives NaN. `out` may be `a` or `b`.
export function larger(a: usize, b: usize, out: usize, size: i32): void {
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const p = (<usize>i) << 2;
    v128.store(out + p, f32x4.max(v128.load(a + p), v128.load(b + p)));
  }
  for (; i < size; i++) {
    const p = (<usize>i) << 2;
    store<f32>(out + p, max<f32>(load<f32>(a + p), load<f32>(b + p)));
  }
}

// out[i] = min(a[i], b[i]); NaN in either gives NaN. `out` may be `a` or `b`.
export function smaller(a: usize, b: usize, out: usize, size: i32): void {
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const p = (<usize>i) << 2;
    v128.store(out + p, f32x4.min(v128.load(a + p), v128.load(b + p)));
  }
  for (; i < size; i++) {
    const p = (<usize>i) << 2;
    store<f32>(out + p, min<f32>(load<f32>(a + p), load<f32>(b + p)));
  }
}

// 1 if any x[i] is NaN, else 0. Blocks of 16 are looked at together: whatever is not equal to itself.
export function hasNaN(x: usize, size: i32): i32 {
  let i = 0;
  for (; i + 16 <= size; i += 16) {
    const p = x + ((<usize>i) << 2);
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    const ab = v128.or(f32x4.ne(a, a), f32x4.ne(b, b));
    const cd = v128.or(f32x4.ne(c, c), f32x4.ne(d, d));
    if (v128.any_true(v128.or(ab, cd))) return 1;
  }
  for (; i < size; i++) {
    const value = load<f32>(x + ((<usize>i) << 2));
    if (value != value) return 1;
  }
  return 0;
}
