/** Any shape, any dtype, any allowed factor: never a crash, never a NaN, values in range where Keras's stay in range. */
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { layerCases, layerClass, type LayerCase } from "../test-support/layer-classes";
import { expectNoLeak } from "../test-support/leaks";
import { onBackends } from "../test-support/on-backends";

const unit = fc.float({ min: 0, max: 1, noNaN: true });
const pair = fc.tuple(unit, unit);
const factor = fc.oneof(unit, pair);
const size = fc.integer({ min: 1, max: 9 });
const fill = { fillMode: fc.constantFrom("reflect", "wrap", "constant", "nearest") };
const sampling = { interpolation: fc.constantFrom("nearest", "bilinear") };

/** Arguments for the layers that have factors; the others keep those of their case. */
const argumentsOf: Record<string, Record<string, fc.Arbitrary<unknown>>> = {
  RandomFlip: { mode: fc.constantFrom("horizontal", "vertical", "horizontal_and_vertical") },
  RandomRotation: { factor, ...fill, ...sampling },
  RandomZoom: { heightFactor: factor, widthFactor: fc.option(factor), ...fill, ...sampling },
  RandomTranslation: { heightFactor: factor, widthFactor: factor, ...fill, ...sampling },
  RandomShear: { xFactor: factor, yFactor: factor, ...fill, ...sampling },
  RandomPerspective: { factor, scale: unit, ...sampling },
  RandomCrop: { height: size, width: size },
  CenterCrop: { height: size, width: size },
  Resizing: {
    height: size,
    width: size,
    interpolation: fc.constantFrom("bilinear", "nearest", "area"),
  },
  RandomBrightness: { factor },
  RandomContrast: { factor },
  RandomSaturation: { factor },
  RandomHue: { factor },
  RandomColorDegeneration: { factor: unit },
  RandomGrayscale: { factor: unit },
  RandomSharpness: { factor },
  RandomGaussianBlur: { factor, kernelSize: fc.constantFrom(1, 3, 5), sigma: factor },
  RandomErasing: { factor, scale: factor, fillValue: fc.constantFrom(null, 3) },
  RandomInvert: { factor },
  RandomPosterization: { factor: fc.integer({ min: 1, max: 8 }) },
  Solarization: { additionFactor: factor, thresholdFactor: factor },
  Equalization: { bins: fc.integer({ min: 1, max: 300 }) },
  MixUp: { alpha: fc.float({ min: Math.fround(0.05), max: 5, noNaN: true }) },
  CutMix: { factor },
  RandAugment: { factor, numOps: fc.integer({ min: 1, max: 4 }) },
  AugMix: { factor },
};

interface Input {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
  readonly seed: number;
}

const input = (example: LayerCase): fc.Arbitrary<Input> =>
  fc.record({
    shape: fc
      .tuple(
        fc.integer({ min: 1, max: 4 }),
        size,
        size,
        example.rgb ? fc.constant(3) : fc.integer({ min: 1, max: 4 }),
      )
      .chain((shape) => fc.constantFrom<readonly number[]>(shape, shape.slice(1))),
    dtype: fc.constantFrom("float32", "int32", "bool"),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  });

function makeImages({ shape, dtype, seed }: Input): tf.Tensor4D {
  const top = dtype === "bool" ? 2 : 256;
  const values = Array.from(
    { length: tf.util.sizeFromShape([...shape]) },
    (_, i) => ((i + 1) * (seed % 9973)) % top,
  );
  return tf.tensor<tf.Rank.R4>(values, [...shape] as [number, number, number, number], dtype);
}

// A blend of pixels may leave 0..255 by the rounding of float32, Rescaling's case by its offset of 1.
const slack = 1e-2;

onBackends("fuzz", (backend) => {
  // Every new shape compiles new shaders, in software here: a few runs take as long there as hundreds elsewhere.
  const numRuns = backend === "webgl" || backend === "webgpu" ? 2 : 25;
  for (const example of layerCases) {
    it(`${example.name} survives anything that it accepts`, async () => {
      const options = fc.record({ ...argumentsOf[example.name] });
      await fc.assert(
        fc.asyncProperty(input(example), options, async (given, chosen) => {
          const images = makeImages(given);
          const values = await expectNoLeak(async () => {
            const layer = new (layerClass(example.name))({
              ...example.options,
              ...chosen,
              ...(example.fixed ? {} : { seed: given.seed }),
            });
            const output = layer.apply(images, { training: true });
            const read = await output.data();
            expect(output.rank).toBe(given.shape.length);
            expect(output.dtype).toBe("float32");
            output.dispose();
            return read;
          });
          images.dispose();
          const finite = values.every((value) => Number.isFinite(value));
          expect(finite).toBe(true);
          if (example.bounded)
            expect(values.every((value) => value >= -slack && value <= 255 + slack)).toBe(true);
        }),
        { numRuns },
      );
    });
  }
});
