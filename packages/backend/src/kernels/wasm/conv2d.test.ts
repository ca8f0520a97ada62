// Convolution and depthwise gradients on wasm: against a scalar reference, against cpu, by finite differences.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../use-backend";
import { registerWasmKernels } from "./index";

type Pad =
  | "same"
  | "valid"
  | [[number, number], [number, number], [number, number], [number, number]];
type Shape = [number, number, number, number];

beforeAll(async () => {
  registerWasmKernels();
  await useBackend("wasm");
});

/** Both gradients by definition, in float64. `depthwise` reads channel c of x for outputs c*M to c*M + M - 1. */
function reference(
  x: Float32Array,
  w: Float32Array,
  dy: Float32Array,
  info: tf.backend_util.Conv2DInfo,
  depthwise: boolean,
) {
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  const {
    inHeight: H,
    inWidth: W,
    inChannels: C,
    outHeight: OH,
    outWidth: OW,
    outChannels: O,
  } = info;
  const multiplier = O / C;
  for (let n = 0; n < info.batchSize; n++)
    for (let oh = 0; oh < OH; oh++)
      for (let ow = 0; ow < OW; ow++)
        for (let kh = 0; kh < info.filterHeight; kh++)
          for (let kw = 0; kw < info.filterWidth; kw++) {
            const h = oh * info.strideHeight + kh * info.dilationHeight - info.padInfo.top;
            const v = ow * info.strideWidth + kw * info.dilationWidth - info.padInfo.left;
            if (h < 0 || h >= H || v < 0 || v >= W) continue;
            for (let c = 0; c < C; c++)
              for (let o = 0; o < O; o++) {
                if (depthwise && Math.floor(o / multiplier) !== c) continue;
                const tap = kh * info.filterWidth + kw;
                const at = depthwise ? tap * O + o : (tap * C + c) * O + o;
                const d = dy[((n * OH + oh) * OW + ow) * O + o]!;
                const p = ((n * H + h) * W + v) * C + c;
                dw[at]! += x[p]! * d;
                dx[p]! += w[at]! * d;
              }
          }
  return { dx, dw };
}

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  for (let i = 0; i < expected.length; i++)
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
  expect(worst).toBeLessThan(2e-4); // sums of up to some hundred products of size 1 in float32
};

const explicit: Pad = [
  [0, 0],
  [2, 1],
  [0, 2],
  [0, 0],
];
const wide: Pad = [
  [0, 0],
  [3, 3],
  [4, 3],
  [0, 0],
];
const cases: [string, Shape, Shape, number | [number, number], Pad][] = [
  ["3x3 same", [2, 9, 7, 3], [3, 3, 3, 16], 1, "same"],
  ["3x3 same, wide", [2, 8, 10, 16], [3, 3, 16, 24], 1, "same"],
  ["3x3 same, the tutorial's third", [1, 7, 9, 32], [3, 3, 32, 64], 1, "same"],
  ["3x3 valid, odd channels", [2, 9, 7, 5], [3, 3, 5, 7], 1, "valid"],
  ["stride 2 same", [2, 9, 8, 4], [3, 3, 4, 6], 2, "same"],
  ["stride 2x3 valid", [1, 10, 11, 2], [3, 2, 2, 5], [2, 3], "valid"],
  ["explicit", [2, 7, 6, 3], [3, 3, 3, 8], 1, explicit],
  ["explicit, stride 2", [1, 7, 6, 3], [3, 3, 3, 8], 2, explicit],
  ["padding wider than the filter", [1, 5, 5, 2], [3, 3, 2, 4], 1, wide],
  ["1x1", [2, 5, 5, 6], [1, 1, 6, 9], 1, "same"],
  ["1x1 stride 2", [2, 5, 5, 6], [1, 1, 6, 9], 2, "same"],
  ["5x5 on a small image", [1, 3, 4, 1], [5, 5, 1, 1], 1, "same"],
];

/** Most of it zeros, as behind relu and pooling. */
function thinned(dy: tf.Tensor4D): tf.Tensor4D {
  return tf.mul(
    dy,
    tf.cast(tf.greater(tf.randomUniform(dy.shape, 0, 1, "float32", 6), 0.8), "float32"),
  );
}

describe.each(["dense", "sparse"])("convolutions and their gradients on wasm, dy %s", (kind) => {
  it.each(cases)("%s", async (_, xShape, wShape, strides, pad) => {
    const values = () => {
      const x = tf.randomUniform(xShape, -1, 1, "float32", 3) as tf.Tensor4D;
      const w = tf.randomUniform(wShape, -1, 1, "float32", 4) as tf.Tensor4D;
      const y = tf.conv2d(x, w, strides, pad);
      const full = tf.randomUniform(y.shape, -1, 1, "float32", 5) as tf.Tensor4D;
      const dy = kind === "sparse" ? thinned(full) : full;
      const [dx, dw] = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
        tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad),
      )([x, w], dy);
      return [x, w, dy, dx!, dw!, y].map((t) => t.dataSync() as Float32Array);
    };
    await tf.setBackend("cpu");
    const onCpu = tf.tidy(values);
    await useBackend("wasm");
    const [x, w, dy, dx, dw, y] = tf.tidy(values) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const info = tf.backend_util.computeConv2DInfo(xShape, wShape, strides, 1, pad as "same");
    const expected = reference(x, w, dy, info, false);
    close(dx, expected.dx);
    close(dw, expected.dw);
    close(dx, onCpu[3]!);
    close(dw, onCpu[4]!);
    close(y, onCpu[5]!);
  });

  it.each([NaN, Infinity, -Infinity])("loses no %d in x, filter or dy", async (odd) => {
    const results = () =>
      (["x", "w", "dy"] as const).map((place) =>
        tf.tidy(() => {
          const put = (t: tf.Tensor, name: string): tf.Tensor4D => {
            const data = t.dataSync() as Float32Array;
            if (name === place) data[7] = odd;
            return tf.tensor(data, t.shape as Shape);
          };
          const x = put(tf.randomUniform([1, 6, 6, 3], -1, 1, "float32", 1), "x");
          const w = put(tf.randomUniform([3, 3, 3, 5], -1, 1, "float32", 2), "w");
          const full = tf.randomUniform([1, 6, 6, 5], 0.5, 1, "float32", 3) as tf.Tensor4D;
          const dy = put(kind === "sparse" ? thinned(full) : full, "dy");
          const y = tf.conv2d(x, w, 1, "same");
          const [dx, dw] = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
            tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "same"),
          )([x, w], dy);
          return [y, dx!, dw!].map((t) => Array.from(t.dataSync()));
        }),
      );
    await tf.setBackend("cpu");
    const onCpu = results();
    await useBackend("wasm");
    // Kernels that pad with zeros multiply those as well, and may say NaN in more places at the border.
    const lost = results().flatMap((tensors, i) =>
      tensors.flatMap((values, j) =>
        values.filter((v, k) => Number.isFinite(v) && !Number.isFinite(onCpu[i]![j]![k]!)),
      ),
    );
    expect(lost).toEqual([]);
  });

  it("agrees with finite differences and leaks nothing", () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const x = tf.randomUniform([1, 6, 5, 2], -1, 1, "float32", 1) as tf.Tensor4D;
      const w = tf.randomUniform([3, 3, 2, 4], -1, 1, "float32", 2) as tf.Tensor4D;
      const loss = (filter: tf.Tensor) =>
        tf.sum(tf.square(tf.conv2d(x, filter as tf.Tensor4D, 2, "same"))) as tf.Scalar;
      const gradient = tf.grad(loss)(w).dataSync();
      const values = w.dataSync();
      for (let i = 0; i < values.length; i += 7) {
        const moved = (by: number) => {
          const copy = Float32Array.from(values);
          copy[i]! += by;
          return loss(tf.tensor(copy, w.shape)).dataSync()[0]!;
        };
        // central differences of a quadratic are exact; what is left is float32 rounding of a loss near 30
        expect((moved(0.05) - moved(-0.05)) / 0.1).toBeCloseTo(gradient[i]!, 2);
      }
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

const depthwiseCases: [string, Shape, Shape, number, Pad, number][] = [
  ["3x3 same", [2, 7, 6, 4], [3, 3, 4, 1], 1, "same", 1],
  ["multiplier 2, stride 2", [2, 7, 6, 3], [3, 3, 3, 2], 2, "same", 1],
  ["valid", [1, 8, 9, 3], [2, 3, 3, 2], 1, "valid", 1],
  ["dilation 2", [2, 9, 8, 3], [3, 3, 3, 2], 1, "same", 2],
  ["explicit", [1, 7, 7, 3], [3, 3, 3, 1], 1, explicit, 1],
];

describe("depthwise gradients on wasm", () => {
  it.each(depthwiseCases)("%s", (_, xShape, wShape, strides, pad, dilations) => {
    const info = tf.backend_util.computeConv2DInfo(
      xShape,
      wShape,
      strides,
      dilations,
      pad as "same",
      undefined,
      true,
    );
    const x = tf.randomUniform(xShape, -1, 1, "float32", 3);
    const w = tf.randomUniform(wShape, -1, 1, "float32", 4);
    const dy = tf.randomUniform(info.outShape, -1, 1, "float32", 5);
    const attrs = {
      strides: [strides, strides],
      dilations: [dilations, dilations],
      pad,
      dimRoundingMode: undefined,
    };
    const run = (name: string, inputs: tf.NamedTensorMap, more: object) =>
      (
        tf
          .engine()
          .runKernel(name, inputs, { ...attrs, ...more } as unknown as tf.NamedAttrMap) as tf.Tensor
      ).dataSync();
    tf.tidy(() => {
      const dw = run("DepthwiseConv2dNativeBackpropFilter", { x, dy }, { filterShape: wShape });
      const dx = run(
        "DepthwiseConv2dNativeBackpropInput",
        { dy, filter: w },
        { inputShape: xShape },
      );
      const expected = reference(
        x.dataSync() as Float32Array,
        w.dataSync() as Float32Array,
        dy.dataSync() as Float32Array,
        info,
        true,
      );
      close(dx, expected.dx);
      close(dw, expected.dw);
    });
    tf.dispose([x, w, dy]);
  });
});
