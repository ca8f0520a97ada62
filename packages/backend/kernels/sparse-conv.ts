// Gradients of a convolution from the values of dy that are not zero. Where relu and pooling stand behind a convolution,
// four values in five are zeros; the sums of `conv.ts` multiply by all of them.
//
// For an output channel, the filter's row kh is one run of K = KW*C values that lie side by side in a row of x as well.
// Runs are cut into pieces of four; the last piece of a run may reach past its end, where nothing is stored.

const entrySize: usize = 8;

function addTo(out: usize, value: v128): void {
  v128.store(out, f32x4.add(v128.load(out), value));
}

// How many of `size` values are not zero; NaN counts.
export function countNonZeros(values: usize, size: i32): i32 {
  const end = values + ((<usize>size) << 2);
  const wide = values + ((<usize>(size & ~3)) << 2);
  const zero = f32x4.splat(0);
  let zeros = i32x4.splat(0);
  for (; values < wide; values += 16) zeros = i32x4.add(zeros, f32x4.eq(v128.load(values), zero));
  let count =
    size +
    i32x4.extract_lane(zeros, 0) +
    i32x4.extract_lane(zeros, 1) +
    i32x4.extract_lane(zeros, 2) +
    i32x4.extract_lane(zeros, 3);
  for (; values < end; values += 4) count -= <i32>(load<f32>(values) == 0);
  return count;
}

// Whether all of `size` values are finite: only then may a product with zero be left out.
export function allFinite(values: usize, size: i32): i32 {
  const end = values + ((<usize>size) << 2);
  const wide = values + ((<usize>(size & ~3)) << 2);
  const infinity = f32x4.splat(Infinity);
  for (; values < wide; values += 16) {
    if (!i32x4.all_true(f32x4.lt(f32x4.abs(v128.load(values)), infinity))) return 0;
  }
  for (; values < end; values += 4) if (!isFinite(load<f32>(values))) return 0;
  return 1;
}

// ---- what both gradients share ----

// sums += sum over entries of value * x[place ...], for `count` pieces: by twelve, by three, one by one.
function addPieces(x: usize, entry: usize, end: usize, sums: usize, count: i32): void {
  let p = 0;
  for (; p + 12 <= count; p += 12)
    pieces12(x + ((<usize>p) << 4), entry, end, sums + ((<usize>p) << 4));
  for (; p + 3 <= count; p += 3)
    pieces3(x + ((<usize>p) << 4), entry, end, sums + ((<usize>p) << 4));
  for (; p < count; p++) piece1(x + ((<usize>p) << 4), entry, end, sums + ((<usize>p) << 4));
}

function pieces12(x: usize, entry: usize, end: usize, sums: usize): void {
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0,
    s4 = s0,
    s5 = s0;
  let s6 = s0,
    s7 = s0,
    s8 = s0,
    s9 = s0,
    s10 = s0,
    s11 = s0;
  for (; entry < end; entry += entrySize) {
    const from = x + <usize>load<u32>(entry);
    const g = v128.load_splat<f32>(entry, 4);
    s0 = f32x4.add(s0, f32x4.mul(g, v128.load(from)));
    s1 = f32x4.add(s1, f32x4.mul(g, v128.load(from, 16)));
    s2 = f32x4.add(s2, f32x4.mul(g, v128.load(from, 32)));
    s3 = f32x4.add(s3, f32x4.mul(g, v128.load(from, 48)));
    s4 = f32x4.add(s4, f32x4.mul(g, v128.load(from, 64)));
    s5 = f32x4.add(s5, f32x4.mul(g, v128.load(from, 80)));
    s6 = f32x4.add(s6, f32x4.mul(g, v128.load(from, 96)));
    s7 = f32x4.add(s7, f32x4.mul(g, v128.load(from, 112)));
    s8 = f32x4.add(s8, f32x4.mul(g, v128.load(from, 128)));
    s9 = f32x4.add(s9, f32x4.mul(g, v128.load(from, 144)));
    s10 = f32x4.add(s10, f32x4.mul(g, v128.load(from, 160)));
    s11 = f32x4.add(s11, f32x4.mul(g, v128.load(from, 176)));
  }
  addTo(sums, s0);
  addTo(sums + 16, s1);
  addTo(sums + 32, s2);
  addTo(sums + 48, s3);
  addTo(sums + 64, s4);
  addTo(sums + 80, s5);
  addTo(sums + 96, s6);
  addTo(sums + 112, s7);
  addTo(sums + 128, s8);
  addTo(sums + 144, s9);
  addTo(sums + 160, s10);
  addTo(sums + 176, s11);
}

function pieces3(x: usize, entry: usize, end: usize, sums: usize): void {
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0;
  for (; entry < end; entry += entrySize) {
    const from = x + <usize>load<u32>(entry);
    const g = v128.load_splat<f32>(entry, 4);
    s0 = f32x4.add(s0, f32x4.mul(g, v128.load(from)));
    s1 = f32x4.add(s1, f32x4.mul(g, v128.load(from, 16)));
    s2 = f32x4.add(s2, f32x4.mul(g, v128.load(from, 32)));
  }
  addTo(sums, s0);
  addTo(sums + 16, s1);
  addTo(sums + 32, s2);
}

function piece1(x: usize, entry: usize, end: usize, sums: usize): void {
  let s0 = f32x4.splat(0);
  for (; entry < end; entry += entrySize) {
    const from = x + <usize>load<u32>(entry);
    s0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(entry, 4), v128.load(from)));
  }
  addTo(sums, s0);
}

// ---- filter ----
//   dw[kh, kw, ci, co] = sum over n, oh, ow of x[n, oh*strideH + kh - top, ow*strideW + kw - left, ci] * dy[n, oh, ow, co]
//
// Loop order: n, oh (lists of a row's non-zeros by co), kh, co, pieces. Every row is a sum of its own, added to `sums` once:
// a long reduction is a sum of short ones and rounds like one.

// `row` is a scratch row of (OW-1)*strideW + KW pixels and four values more. `lists`: O lists of OW entries, then O counts.
// `sums`: O*KH runs of pieces.
export function sparseConvFilterGrad(
  x: usize,
  dy: usize,
  dw: usize,
  row: usize,
  lists: usize,
  sums: usize,
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
  const copied = min(W, width - left);
  const K = KW * C;
  const pieces = (K + 3) >> 2;
  const run = (<usize>pieces) << 4;
  const listSize = <usize>OW * entrySize;
  const counts = lists + <usize>O * listSize;
  const step = <u32>((strideW * C) << 2);
  memory.fill(sums, 0, <usize>(O * KH) * run);
  memory.fill(row, 0, (<usize>(width * C + 4)) << 2);
  if (copied > 0) {
    for (let n = 0; n < N; n++) {
      for (let oh = 0; oh < OH; oh++) {
        memory.fill(counts, 0, (<usize>O) << 2);
        for (let ow = 0; ow < OW; ow++) {
          const place = <u32>ow * step;
          let list = lists;
          for (let count = counts, end = counts + ((<usize>O) << 2); count < end; count += 4) {
            // Written always, counted only when it is not zero: no branch that the processor has to guess.
            const filled = load<u32>(count);
            const value = load<f32>(dy);
            const entry = list + <usize>filled * entrySize;
            store<u32>(entry, place);
            store<f32>(entry, value, 4);
            store<u32>(count, filled + <u32>(value != 0));
            list += listSize;
            dy += 4;
          }
        }
        for (let kh = 0; kh < KH; kh++) {
          const h = oh * strideH + kh - top;
          if (h < 0 || h >= H) continue;
          memory.copy(
            row + ((<usize>(left * C)) << 2),
            x + ((<usize>((n * H + h) * W * C)) << 2),
            (<usize>(copied * C)) << 2,
          );
          let list = lists;
          let to = sums + <usize>kh * run;
          for (let co = 0; co < O; co++) {
            const end = list + <usize>load<u32>(counts + ((<usize>co) << 2)) * entrySize;
            if (end > list) addPieces(row, list, end, to, pieces);
            list += listSize;
            to += <usize>KH * run;
          }
        }
      }
    }
  }
  for (let co = 0; co < O; co++) {
    for (let kh = 0; kh < KH; kh++) {
      const from = sums + <usize>(co * KH + kh) * run;
      for (let k = 0; k < K; k++) {
        store<f32>(
          dw + ((<usize>((kh * K + k) * O + co)) << 2),
          load<f32>(from + ((<usize>k) << 2)),
        );
      }
    }
  }
}

// ---- input ----
//   dx[n, h, w, ci] = sum over kh, kw, co of filter[kh, kw, ci, co] * dy[n, oh, ow, co]  with h = oh*strideH + kh - top, ...
//
// Loop order: n, oh, ow (the list of a pixel's non-zeros), kh, pieces, co.

// The last piece of a run that is no multiple of four: only its `valid` values are the run's.
function addRest(image: usize, filters: usize, entry: usize, end: usize, valid: i32): void {
  for (let i = 0; i < valid; i++) {
    const at = (<usize>i) << 2;
    let sum: f32 = 0;
    for (let e = entry; e < end; e += entrySize) {
      sum += load<f32>(e, 4) * load<f32>(filters + <usize>load<u32>(e) + at);
    }
    store<f32>(image + at, load<f32>(image + at) + sum);
  }
}

// `image`: scratch for one padded image of dx, [(OH-1)*strideH + KH, (OW-1)*strideW + KW, C]. `list`: O entries.
// `filters`: scratch, O*KH runs of pieces.
export function sparseConvInputGrad(
  filter: usize,
  dy: usize,
  dx: usize,
  image: usize,
  list: usize,
  filters: usize,
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
  const height = (OH - 1) * strideH + KH;
  const width = (OW - 1) * strideW + KW;
  const K = KW * C;
  const pieces = (K + 3) >> 2;
  const whole = K >> 2;
  const run = (<usize>pieces) << 4;
  const line = (<usize>(width * C)) << 2;
  for (let co = 0; co < O; co++) {
    for (let kh = 0; kh < KH; kh++) {
      const to = filters + <usize>(co * KH + kh) * run;
      for (let k = 0; k < K; k++) {
        store<f32>(
          to + ((<usize>k) << 2),
          load<f32>(filter + ((<usize>((kh * K + k) * O + co)) << 2)),
        );
      }
    }
  }
  const rows = max(0, min(H, height - top));
  const columns = max(0, min(W, width - left));
  if (rows < H || columns < W) memory.fill(dx, 0, (<usize>(N * H * W * C)) << 2);
  for (let n = 0; n < N; n++) {
    memory.fill(image, 0, <usize>height * line);
    for (let oh = 0; oh < OH; oh++) {
      for (let ow = 0; ow < OW; ow++) {
        let end = list;
        for (let co = 0; co < O; co++) {
          const value = load<f32>(dy);
          store<u32>(end, <u32>(co * KH) * <u32>run);
          store<f32>(end, value, 4);
          end += value != 0 ? entrySize : 0;
          dy += 4;
        }
        if (end == list) continue;
        for (let kh = 0; kh < KH; kh++) {
          const to = image + <usize>(oh * strideH + kh) * line + ((<usize>(ow * strideW * C)) << 2);
          const from = filters + <usize>kh * run;
          addPieces(from, list, end, to, whole);
          if (whole < pieces) {
            const rest = (<usize>whole) << 4;
            addRest(to + rest, from + rest, list, end, K & 3);
          }
        }
      }
    }
    for (let h = 0; h < rows; h++) {
      memory.copy(
        dx + ((<usize>((n * H + h) * W * C)) << 2),
        image + <usize>(top + h) * line + ((<usize>(left * C)) << 2),
        (<usize>(columns * C)) << 2,
      );
    }
  }
}
