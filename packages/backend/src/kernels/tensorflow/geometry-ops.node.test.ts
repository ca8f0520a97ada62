/** The transformation and the mirroring of native/ops against TensorFlow's own ops, bit for bit. */
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { booleanAttribute, type NodeBackend, stringAttribute, typeAttribute } from "./node-backend";

const size = fc.integer({ min: 1, max: 12 });
const number = fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround);
const perspective = fc.oneof(fc.constant(0), fc.double({ min: -0.3, max: 0.3, noNaN: true }));

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: size,
  width: size,
  channels: fc.integer({ min: 1, max: 5 }),
  output: fc.tuple(size, size),
  forAll: fc.boolean(),
  matrices: fc.array(
    fc.tuple(number, number, number, number, number, number, perspective, perspective),
    {
      ...{ minLength: 3, maxLength: 3 },
    },
  ),
  interpolation: fc.constantFrom("NEAREST", "BILINEAR"),
  fillMode: fc.constantFrom("CONSTANT", "REFLECT", "WRAP", "NEAREST"),
  fill: fc.constantFrom(0, 7.5, -1),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describeOnBackends(
  "geometry of our own",
  () => {
    it("transforms with the numbers of TensorFlow's op, to the last bit", async (context) => {
      const native = tf.backend() as unknown as NodeBackend;
      if (!native.graphOps?.has("FlowersProjectiveTransform")) {
        context.skip("it is not compiled here");
      }
      await expectNoLeak(() => {
        fc.assert(
          fc.property(cases, (each) => {
            const { batch, height, width, channels, output, forAll, matrices, seed } = each;
            const count = forAll ? 1 : batch;
            const [received, expected] = tf.tidy(() => {
              const inputs = [
                tf.randomUniform([batch, height, width, channels], -50, 255, "float32", seed),
                tf.tensor2d(matrices.slice(0, count)),
                tf.tensor1d([...output], "int32"),
                tf.scalar(each.fill),
              ];
              const modes = [
                stringAttribute(native, "interpolation", each.interpolation),
                stringAttribute(native, "fill_mode", each.fillMode),
              ];
              const dtype = typeAttribute(native, "dtype", "float32");
              return [
                native.executeSingleOutput("FlowersProjectiveTransform", modes, inputs),
                native.executeSingleOutput("ImageProjectiveTransformV3", [dtype, ...modes], inputs),
              ].map((tensor) => Array.from((tensor as tf.Tensor).dataSync()));
            });
            expect(received).toEqual(expected);
          }),
          { numRuns: 500 },
        );
      });
    });

    it("mirrors the images that it is told to", async (context) => {
      const native = tf.backend() as unknown as NodeBackend;
      if (!native.graphOps?.has("FlowersFlip")) context.skip("it is not compiled here");
      await expectNoLeak(() => {
        const shapes = fc.tuple(
          fc.integer({ min: 1, max: 4 }),
          size,
          size,
          fc.integer({ min: 1, max: 5 }),
        );
        fc.assert(
          fc.property(
            shapes,
            fc.boolean(),
            fc.boolean(),
            fc.nat(15),
            (shape, horizontal, vertical, bits) => {
              const [received, expected] = tf.tidy(() => {
                const images = tf.randomUniform(shape, 0, 1, "float32", bits + 1) as tf.Tensor4D;
                const flags = Array.from({ length: shape[0] }, (_, n) => (bits & (1 << n)) !== 0);
                const flipped = native.executeSingleOutput(
                  "FlowersFlip",
                  [
                    booleanAttribute(native, "horizontal", horizontal),
                    booleanAttribute(native, "vertical", vertical),
                  ],
                  [images, tf.tensor1d(flags, "bool")],
                ) as tf.Tensor;
                const axes = [...(vertical ? [1] : []), ...(horizontal ? [2] : [])];
                const wanted = tf.unstack(images).map((image, n) => {
                  const one = tf.expandDims(image);
                  return flags[n] ? tf.reverse(one, axes) : one;
                });
                return [flipped, tf.concat(wanted)].map((tensor) => Array.from(tensor.dataSync()));
              });
              expect(received).toEqual(expected);
            },
          ),
          { numRuns: 100 },
        );
      });
    });
  },
  ["tensorflow"],
);
