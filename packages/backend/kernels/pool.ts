// Gradient of max pooling: dy[n, oh, ow, c] goes to the first tap (kh, then kw) of its window with x == y.
//
// Loop order: n, oh, ow, c in fours, kh, kw. `y` is the pooled output. dx starts at zero and overlapping windows add up.
export function maxPoolGrad(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  N: i32,
  H: i32,
  W: i32,
  C: i32,
  OH: i32,
  OW: i32,
  KH: i32,
  KW: i32,
  strideH: i32,
  strideW: i32,
  top: i32,
  left: i32,
): void {
  memory.fill(dx, 0, (<usize>(N * H * W * C)) << 2);
  const zero = i32x4.splat(0);
  for (let n = 0; n < N; n++) {
    for (let oh = 0; oh < OH; oh++) {
      const h0 = max(0, oh * strideH - top);
      const h1 = min(H, oh * strideH - top + KH);
      for (let ow = 0; ow < OW; ow++) {
        const w0 = max(0, ow * strideW - left);
        const w1 = min(W, ow * strideW - left + KW);
        const at = (<usize>(((n * OH + oh) * OW + ow) * C)) << 2;
        let c = 0;
        for (; c + 4 <= C; c += 4) {
          const o = at + ((<usize>c) << 2);
          const best = v128.load(y + o);
          let rest = v128.load(dy + o);
          for (let h = h0; h < h1; h++) {
            let p = (<usize>(((n * H + h) * W + w0) * C + c)) << 2;
            for (let w = w0; w < w1; w++) {
              const hit = f32x4.eq(v128.load(x + p), best);
              v128.store(dx + p, f32x4.add(v128.load(dx + p), v128.and(rest, hit)));
              rest = v128.bitselect(zero, rest, hit);
              p += (<usize>C) << 2;
            }
          }
        }
        for (; c < C; c++) {
          const o = at + ((<usize>c) << 2);
          const best = load<f32>(y + o);
          let found = false;
          for (let h = h0; h < h1 && !found; h++) {
            for (let w = w0; w < w1; w++) {
              const p = (<usize>(((n * H + h) * W + w) * C + c)) << 2;
              if (load<f32>(x + p) != best) continue;
              store<f32>(dx + p, load<f32>(dx + p) + load<f32>(dy + o));
              found = true;
              break;
            }
          }
        }
      }
    }
  }
}

// Pooling by definition, for inputs with NaN, which stays NaN in every window that has one:
//   y[n, oh, ow, c] = max (or mean) over the window's taps inside the image of x[n, oh*strideH + kh - top, ow*strideW + kw - left, c].
//
// Loop order: n, oh, ow, c, kh, kw.
export function poolWithNaN(
  x: usize,
  y: usize,
  mean: i32,
  N: i32,
  H: i32,
  W: i32,
  C: i32,
  OH: i32,
  OW: i32,
  KH: i32,
  KW: i32,
  strideH: i32,
  strideW: i32,
  top: i32,
  left: i32,
): void {
  for (let n = 0; n < N; n++) {
    for (let oh = 0; oh < OH; oh++) {
      const h0 = max(0, oh * strideH - top);
      const h1 = min(H, oh * strideH - top + KH);
      for (let ow = 0; ow < OW; ow++) {
        const w0 = max(0, ow * strideW - left);
        const w1 = min(W, ow * strideW - left + KW);
        for (let c = 0; c < C; c++) {
          let best: f32 = -Infinity;
          let sum: f32 = 0;
          for (let h = h0; h < h1; h++) {
            for (let w = w0; w < w1; w++) {
              const value = load<f32>(x + ((<usize>(((n * H + h) * W + w) * C + c)) << 2));
              best = max<f32>(best, value);
              sum += value;
            }
          }
          const out = y + ((<usize>(((n * OH + oh) * OW + ow) * C + c)) << 2);
          store<f32>(out, mean ? sum / <f32>((h1 - h0) * (w1 - w0)) : best);
        }
      }
    }
  }
}
