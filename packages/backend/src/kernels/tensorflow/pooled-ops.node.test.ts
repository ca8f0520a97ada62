/** The ops of native/ops against plain sums in double precision, on every set of kernels that this processor can run. */
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { findNative } from "../../platform/node/cache-folder";
import { booleanAttribute, type NodeBackend, stringAttribute } from "./node-backend";

/** TensorFlow's number of the data type. */
const uint8 = 4;

interface PooledAddon {
  readonly kernels: readonly string[];
  useKernels(index: number): void;
}

interface Case {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly filter: readonly [height: number, width: number, inputs: number, outputs: number];
  readonly padding: "SAME" | "VALID";
  readonly seed: number;
  /** Values are rounded to few, so that windows have ties and many zeros. */
  readonly coarse: boolean;
}

const cases = fc.record<Case>({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 5, max: 13 }),
  width: fc.integer({ min: 5, max: 13 }),
  filter: fc.tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 19 }),
    fc.integer({ min: 1, max: 35 }),
  ),
  padding: fc.constantFrom("SAME", "VALID"),
  seed: fc.integer({ min: 1, max: 1e6 }),
  coarse: fc.boolean(),
});

/** Numbers in [-1, 1] that only look random. */
function numbers(count: number, seed: number, coarse: boolean): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = state / 2 ** 31 - 1;
    return coarse ? Math.round(value * 2) / 2 : value;
  });
}

const at = (data: ArrayLike<number>, i: number): number => data[i] ?? NaN;

/** `[pooled, winners]` by the definition: the first of the largest, NaN before all; shut where relu lets nothing through. */
function poolByDefinition(
  x: Float32Array,
  [batch, height, width, channels]: number[],
): [number[], number[]] {
  const [b = 0, h = 0, w = 0, c = 0] = [batch, height, width, channels];
  const [pooled, winners]: [number[], number[]] = [[], []];
  for (let n = 0; n < b; n++)
    for (let ph = 0; ph < Math.floor(h / 2); ph++)
      for (let pw = 0; pw < Math.floor(w / 2); pw++)
        for (let ch = 0; ch < c; ch++) {
          const values = [0, 1, 2, 3].map((k) =>
            at(x, ((n * h + 2 * ph + (k >> 1)) * w + 2 * pw + (k & 1)) * c + ch),
          );
          const nan = values.findIndex(Number.isNaN);
          const winner = nan >= 0 ? nan : values.indexOf(Math.max(...values));
          const best = at(values, winner);
          pooled.push(best <= 0 ? 0 : best);
          winners.push(best > 0 ? winner : 4);
        }
  return [pooled, winners];
}

/** Filter, bias and input gradients by the definition, in double precision, each with the sum of its terms' sizes. */
function gradientsByDefinition(
  { batch, height, width, filter: [kh, kw, ci, co], padding }: Case,
  x: ArrayLike<number>,
  filter: ArrayLike<number>,
  winners: ArrayLike<number>,
  gradient: ArrayLike<number>,
): Record<"filter" | "bias" | "input", { sums: Float64Array; sizes: Float64Array }> {
  const make = (size: number) => ({ sums: new Float64Array(size), sizes: new Float64Array(size) });
  const result = {
    filter: make(kh * kw * ci * co),
    bias: make(co),
    input: make(batch * height * width * ci),
  };
  const add = (to: { sums: Float64Array; sizes: Float64Array }, i: number, term: number): void => {
    to.sums[i] = at(to.sums, i) + term;
    to.sizes[i] = at(to.sizes, i) + Math.abs(term);
  };
  const same = padding === "SAME";
  const [top, left] = same ? [(kh - 1) >> 1, (kw - 1) >> 1] : [0, 0];
  const [ph, pw] = [same ? height : height - kh + 1, same ? width : width - kw + 1].map(
    (n) => n >> 1,
  );
  let i = 0;
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < (ph ?? 0); r++)
      for (let q = 0; q < (pw ?? 0); q++)
        for (let o = 0; o < co; o++, i++) {
          const winner = at(winners, i);
          if (winner === 4) continue;
          const g = at(gradient, i);
          add(result.bias, o, g);
          for (let a = 0; a < kh; a++)
            for (let b = 0; b < kw; b++) {
              const [h, w] = [2 * r + (winner >> 1) + a - top, 2 * q + (winner & 1) + b - left];
              if (h < 0 || w < 0 || h >= height || w >= width) continue;
              for (let k = 0; k < ci; k++) {
                const [pixel, weight] = [
                  ((n * height + h) * width + w) * ci + k,
                  ((a * kw + b) * ci + k) * co + o,
                ];
                add(result.filter, weight, g * at(x, pixel));
                add(result.input, pixel, g * at(filter, weight));
              }
            }
        }
  return result;
}

describeOnBackends(
  "the ops of pooled convolutions",
  () => {
    const native = (): NodeBackend => tf.backend() as unknown as NodeBackend;
    const run = (op: string, inputs: tf.Tensor[], outputs: number, padding?: string): tf.Tensor[] =>
      native().executeMultipleOutputs(
        op,
        padding === undefined ? [] : [stringAttribute(native(), "padding", padding)],
        inputs,
        outputs,
      ) as tf.Tensor[];
    /** TensorFlow.js has no uint8, and cannot read one. */
    const asInt32 = (tensor: tf.Tensor): tf.Tensor => {
      const { binding } = native();
      const types = { SrcT: uint8, DstT: binding.TF_INT32 };
      const attributes = Object.entries(types).map(([name, value]) => ({
        ...{ name, value },
        type: binding.TF_ATTR_TYPE,
      }));
      return native().executeSingleOutput(
        "Cast",
        [...attributes, booleanAttribute(native(), "Truncate", false)],
        [tensor],
      ) as tf.Tensor;
    };
    const addon = ((): PooledAddon | undefined => {
      const path = findNative()?.opsPath;
      if (path === undefined) return undefined;
      const module = { exports: {} };
      process.dlopen(module, path);
      return module.exports as PooledAddon;
    })();
    afterAll(() => addon?.useKernels(0));

    if (addon === undefined) {
      it.skip("are not compiled here: this compiler or this TensorFlow cannot have them");
      return;
    }

    it("are known to the backend", () => {
      expect([...(native().graphOps ?? [])]).toEqual([
        "FlowersReluMaxPool",
        "FlowersPooledFilterGradient",
        "FlowersPooledInputGradient",
        "FlowersProjectiveTransform",
        "FlowersFlip",
      ]);
    });

    describe.each(addon.kernels.map((name, index) => ({ name, index })))("$name", ({ index }) => {
      it("pool, and tell the winners, as the definition does", async () => {
        addon.useKernels(index);
        await expectNoLeak(() => {
          fc.assert(
            fc.property(cases, fc.constantFrom(NaN, Infinity, -Infinity, 0), (each, odd) => {
              const { batch, height, width, filter, seed, coarse } = each;
              const shape = [batch, height, width, filter[3]];
              const x = numbers(tf.util.sizeFromShape(shape), seed, coarse);
              for (let i = seed % 7; i < x.length; i += 11) x[i] = odd;
              const [pooled, winners] = tf.tidy(() => {
                const [best, who] = run("FlowersReluMaxPool", [tf.tensor(x, shape)], 2);
                return [best, asInt32(who as tf.Tensor)].map((t) =>
                  Array.from(t?.dataSync() ?? []),
                );
              });
              const [wantedPooled, wantedWinners] = poolByDefinition(x, shape);
              expect(pooled).toEqual(wantedPooled);
              expect(winners).toEqual(wantedWinners);
            }),
            { numRuns: 40 },
          );
        });
      });

      it("give the gradients that the definition gives", async () => {
        addon.useKernels(index);
        await expectNoLeak(() => {
          fc.assert(
            fc.property(cases, (each) => {
              const { batch, height, width, filter, padding, seed, coarse } = each;
              const image = [batch, height, width, filter[2]];
              const [h, w] =
                padding === "SAME"
                  ? [height, width]
                  : [height - filter[0] + 1, width - filter[1] + 1];
              const pooled = [batch, h >> 1, w >> 1, filter[3]];
              const x = numbers(tf.util.sizeFromShape(image), seed, coarse);
              const weights = numbers(tf.util.sizeFromShape([...filter]), seed + 1, coarse);
              const gradient = numbers(tf.util.sizeFromShape(pooled), seed + 2, coarse);
              const before = numbers(
                tf.util.sizeFromShape([batch, h, w, filter[3]]),
                seed + 3,
                coarse,
              );
              const [, winners] = poolByDefinition(before, [batch, h, w, filter[3]]);
              const received = tf.tidy(() => {
                const [, winning] = run(
                  "FlowersReluMaxPool",
                  [tf.tensor(before, [batch, h, w, filter[3]])],
                  2,
                );
                const given = tf.tensor(gradient, pooled);
                const sizes = (shape: readonly number[]): tf.Tensor =>
                  tf.tensor1d([...shape], "int32");
                const [filterGradient, biasGradient] = run(
                  "FlowersPooledFilterGradient",
                  [tf.tensor(x, image), sizes(filter), winning as tf.Tensor, given],
                  2,
                  padding,
                );
                const [inputGradient] = run(
                  "FlowersPooledInputGradient",
                  [sizes(image), tf.tensor(weights, [...filter]), winning as tf.Tensor, given],
                  1,
                  padding,
                );
                const values = (t: tf.Tensor | undefined): number[] =>
                  Array.from(t?.dataSync() ?? []);
                return {
                  filter: values(filterGradient),
                  bias: values(biasGradient),
                  input: values(inputGradient),
                };
              });
              const wanted = gradientsByDefinition(each, x, weights, winners, gradient);
              for (const key of ["filter", "bias", "input"] as const) {
                const { sums, sizes } = wanted[key];
                expect(received[key].length).toBe(sums.length);
                // Float32 sums of up to a few hundred terms: half a unit in the last place (6e-8) a term, at most 1e-6 in all.
                received[key].forEach((value, i) =>
                  expect(Math.abs(value - at(sums, i))).toBeLessThanOrEqual(
                    1e-6 * at(sizes, i) + 1e-30,
                  ),
                );
              }
            }),
            { numRuns: 40 },
          );
        });
      });
    });

    it("keep a gradient that is not finite to the places that it reaches", () => {
      const values = tf.tidy(() => {
        const before = tf.tensor4d([1, 0, 0, 0, 0, 0, 0, 0], [1, 2, 4, 1]); // the first window's winner is its first pixel
        const [, winners] = run("FlowersReluMaxPool", [before], 2);
        const [input] = run(
          "FlowersPooledInputGradient",
          [
            tf.tensor1d([1, 2, 4, 1], "int32"),
            tf.ones([1, 1, 1, 1]),
            winners as tf.Tensor,
            tf.tensor4d([Infinity, NaN], [1, 1, 2, 1]),
          ],
          1,
          "SAME",
        );
        return Array.from(input?.dataSync() ?? []);
      });
      expect(values).toEqual([Infinity, 0, 0, 0, 0, 0, 0, 0]);
    });

    it("agree with finite differences", () => {
      const [height, width] = [6, 6];
      const shape = [1, height, width, 2];
      const x = numbers(tf.util.sizeFromShape(shape), 5, false);
      const weights = numbers(3 * 3 * 2 * 3, 6, false);
      const pooledSum = (image: Float32Array): number =>
        tf.tidy(() => {
          const convolved = tf.conv2d(
            tf.tensor4d(image, [1, 6, 6, 2]),
            tf.tensor4d(weights, [3, 3, 2, 3]),
            1,
            "same",
          );
          return at(tf.sum(tf.maxPool(tf.relu(convolved), 2, 2, "valid")).dataSync(), 0);
        });
      const analytic = tf.tidy(() => {
        const convolved = tf.conv2d(
          tf.tensor4d(x, [1, 6, 6, 2]),
          tf.tensor4d(weights, [3, 3, 2, 3]),
          1,
          "same",
        );
        const [pooled, winners] = run("FlowersReluMaxPool", [convolved], 2);
        const inputs = [
          tf.tensor1d(shape, "int32"),
          tf.tensor4d(weights, [3, 3, 2, 3]),
          winners as tf.Tensor,
          tf.onesLike(pooled as tf.Tensor),
        ];
        return Array.from(
          run("FlowersPooledInputGradient", inputs, 1, "SAME")[0]?.dataSync() ?? [],
        );
      });
      // The function is piecewise linear: a step of 1/512 stays within a piece but for rare corners; float32 sums near 20 end at 1e-6.
      const step = 1 / 512;
      const differences = analytic.map((_, i) => {
        const [up, down] = [x.slice(), x.slice()];
        up[i] = at(x, i) + step;
        down[i] = at(x, i) - step;
        return (pooledSum(up) - pooledSum(down)) / (2 * step);
      });
      const far = differences.filter((value, i) => Math.abs(value - at(analytic, i)) > 5e-3);
      expect(far.length).toBeLessThanOrEqual(2);
    });

    it("refuse shapes that do not belong together", () => {
      const before = tf.memory().numTensors;
      const inputs = [
        tf.tensor1d([1, 4, 4, 2], "int32"),
        tf.ones([3, 3, 2, 1]),
        tf.zeros([1, 3, 3, 1], "int32"),
        tf.ones([1, 2, 2, 1]),
      ];
      expect(() => run("FlowersPooledInputGradient", inputs, 1, "SAME")).toThrow();
      tf.dispose(inputs);
      expect(tf.memory().numTensors).toBe(before);
    });
  },
  ["tensorflow"],
);
