// Filter gradient of a convolution:
//   dw[kh, kw, ci, co] = sum over n, oh, ow of x[n, oh*strideH + kh - top, ow*strideW + kw - left, ci] * dy[n, oh, ow, co].
//
// For one row of x, (kw, ci) is one contiguous run of KW*C values at each ow, so that a row is one sum of outer products.
// Loop order: n, oh, kh, then `outer`. Rows that reach outside the image are copied into `row`, a zero-padded scratch
// row of (OW-1)*strideW + KW pixels; its pads are zeroed once.
import { outer } from "./outer";

export function convFilterGrad(
  x: usize,
  dy: usize,
  dw: usize,
  row: usize,
  N: i32,
  H: i32,
  W: i32,
  C: i32,
  OH: i32,
  OW: i32,
  O: i32,
  KH: i32,
  KW: i32,
  strideH: i32,
  strideW: i32,
  top: i32,
  left: i32,
): void {
  const width = (OW - 1) * strideW + KW;
  const rowBytes = (<usize>(W * C)) << 2;
  const copied = min(W, width - left);
  const padded = left > 0 || copied < width - left;
  const K = KW * C;
  const dwRow = (<usize>(K * O)) << 2;
  memory.fill(dw, 0, <usize>KH * dwRow);
  if (padded) memory.fill(row, 0, (<usize>(width * C)) << 2);
  if (copied <= 0) return;
  for (let n = 0; n < N; n++) {
    for (let oh = 0; oh < OH; oh++) {
      const dyRow = dy + ((<usize>((n * OH + oh) * OW * O)) << 2);
      for (let kh = 0; kh < KH; kh++) {
        const h = oh * strideH + kh - top;
        if (h < 0 || h >= H) continue;
        let source = x + <usize>(n * H + h) * rowBytes;
        if (padded) {
          memory.copy(row + ((<usize>(left * C)) << 2), source, (<usize>(copied * C)) << 2);
          source = row;
        }
        outer(
          source,
          (<usize>(strideW * C)) << 2,
          K,
          dyRow,
          (<usize>O) << 2,
          O,
          OW,
          dw + <usize>kh * dwRow,
        );
      }
    }
  }
}

// out[n, oh*strideH, ow*strideW, c] = dy[n, oh, ow, c], zero between; out is [N, (OH-1)*strideH+1, (OW-1)*strideW+1, C].
export function spread(
  dy: usize,
  out: usize,
  N: i32,
  OH: i32,
  OW: i32,
  C: i32,
  strideH: i32,
  strideW: i32,
): void {
  const height = (OH - 1) * strideH + 1;
  const width = (OW - 1) * strideW + 1;
  const pixel = (<usize>C) << 2;
  memory.fill(out, 0, <usize>(N * height * width) * pixel);
  for (let n = 0; n < N; n++) {
    for (let oh = 0; oh < OH; oh++) {
      let to = out + <usize>((n * height + oh * strideH) * width) * pixel;
      for (let ow = 0; ow < OW; ow++) {
        memory.copy(to, dy, pixel);
        dy += pixel;
        to += <usize>strideW * pixel;
      }
    }
  }
}
