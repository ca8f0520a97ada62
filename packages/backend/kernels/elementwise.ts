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
