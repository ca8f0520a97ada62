/** Any shape, any dtype, any allowed factor: never a crash, never a NaN, values in range where Keras's stay in range. */
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import { autoContrast, randAugment } from "../index";
import { layerCases, layerClass, type LayerCase } from "../test-support/layer-classes";

const unit = fc.float({ min: 0, max: 1, noNaN: true });
const pair = fc.tuple(unit, unit);
const factor = fc.oneof(unit, pair);
const signed = fc.float({ min: -1, max: 1, noNaN: true });
const signedFactor = fc.oneof(signed, fc.tuple(signed, signed));
// A zoom by -1 would show nothing at all; Keras refuses it.
const zoom = fc.float({ min: Math.fround(-0.99), max: 1, noNaN: true });
const zoomFactor = fc.oneof(zoom, fc.tuple(zoom, zoom));
const size = fc.integer({ min: 1, max: 9 });
const fill = { fillMode: fc.constantFrom("reflect", "wrap", "constant", "nearest") };
const sampling = { interpolation: fc.constantFrom("nearest", "bilinear") };

/** Arguments for the layers that have factors; the others keep those of their case. */
const argumentsOf: Record<string, Record<string, fc.Arbitrary<unknown>>> = {
  RandomFlip: { mode: fc.constantFrom("horizontal", "vertical", "horizontal_and_vertical") },
  RandomRotation: { factor: signedFactor, ...fill, ...sampling },
  RandomZoom: {
    heightFactor: zoomFactor,
    widthFactor: fc.option(zoomFactor),
    ...fill,
    ...sampling,
  },
  RandomTranslation: {
    heightFactor: signedFactor,
    widthFactor: signedFactor,
    ...fill,
    ...sampling,
  },
  RandomShear: { xFactor: factor, yFactor: factor, ...fill, ...sampling },
  RandomPerspective: { factor, scale: unit, ...sampling },
  RandomCrop: { height: size, width: size },
  CenterCrop: { height: size, width: size },
  Resizing: {
    height: size,
    width: size,
    interpolation: fc.constantFrom(
      "bilinear",
      "nearest",
      "area",
      "bicubic",
      "lanczos3",
      "lanczos5",
    ),
    antialias: fc.boolean(),
    cropToAspectRatio: fc.boolean(),
  },
  Rescaling: { scale: signed, offset: signed },
  RandomBrightness: { factor: signedFactor },
  RandomContrast: { factor },
  RandomSaturation: { factor: signedFactor },
  RandomHue: { factor },
  RandomColorJitter: {
    brightnessFactor: fc.option(signedFactor),
    contrastFactor: fc.option(factor),
    saturationFactor: fc.option(signedFactor),
    hueFactor: fc.option(factor),
  },
  RandomColorDegeneration: { factor: signedFactor },
  RandomGrayscale: { factor: unit },
  RandomSharpness: { factor },
  RandomGaussianBlur: { factor, kernelSize: fc.constantFrom(1, 3, 5), sigma: factor },
  RandomErasing: { factor, scale: factor, fillValue: fc.constantFrom(null, 0.5) },
  RandomInvert: { factor },
  RandomPosterization: { factor: fc.integer({ min: 1, max: 8 }) },
  Solarization: { additionFactor: factor, thresholdFactor: factor },
  Equalization: { bins: fc.integer({ min: 1, max: 300 }) },
  MixUp: { alpha: fc.float({ min: Math.fround(0.05), max: 5, noNaN: true }) },
  CutMix: { factor },
  RandAugment: { factor, numOps: fc.integer({ min: 1, max: 4 }) },
  AugMix: {
    factor,
    numChains: fc.integer({ min: 1, max: 4 }),
    chainDepth: fc.integer({ min: 1, max: 4 }),
    allOps: fc.boolean(),
  },
};

/** Where values may leave their range by design: sharp resizing, and rescaling by anything. */
const overshoots = (chosen: Record<string, unknown>): boolean =>
  ["bicubic", "lanczos3", "lanczos5"].includes(String(chosen["interpolation"])) ||
  "scale" in chosen;

interface Input {
  /** Where values end, and what a layer with a value range is told. */
  readonly top: 1 | 255;
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
    top: fc.constantFrom(1, 255),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
  });

function makeImages({ shape, dtype, seed, top: highest }: Input): tf.Tensor4D {
  const top = dtype === "bool" || (dtype === "int32" && highest === 1) ? 2 : 256;
  const share = dtype === "float32" ? highest / 255 : 1;
  const values = Array.from(
    { length: tf.util.sizeFromShape([...shape]) },
    (_, i) => (((i + 1) * (seed % 9973)) % top) * share,
  );
  return tf.tensor<tf.Rank.R4>(values, [...shape] as [number, number, number, number], dtype);
}

// A blend of pixels may leave its range by the rounding of float32: 1e-2 of 255.
const slack = 4e-5;

const takesRange = (example: LayerCase): boolean =>
  "valueRange" in new (layerClass(example.name))(example.options);

// What fresh seeds found.
describeOnBackends("found by fuzz", () => {
  it("RandAugment with a reversed factor of denormal numbers stays finite", async () => {
    const factor: [number, number] = [2.5223372357846707e-44, 1.2611686178923354e-44];
    const images = makeImages({ shape: [1, 1, 2, 3], dtype: "int32", top: 1, seed: 1898579738 });
    const layer = randAugment({ valueRange: [0, 1], factor, numOps: 2, seed: 1898579738 });
    expect(layer.factor).toEqual([0, 0]); // as TensorFlow computes with it
    const output = layer.apply(images, { training: true });
    expect((await output.data()).every(Number.isFinite)).toBe(true);
    tf.dispose([images, output]);
  });

  it("AutoContrast leaves a channel alone whose values are too close to be stretched", async () => {
    for (const tiny of [1e-45, 1e-38, 5e-37]) {
      const images = tf.tensor4d([0, 0, 0, tiny, 1, 0], [1, 1, 2, 3]);
      const output = autoContrast({ valueRange: [0, 255] }).apply(images);
      expect(Array.from(await output.data())).toEqual([0, 0, 0, Math.fround(tiny), 255, 0]);
      tf.dispose([images, output]);
    }
  });
});

describeOnBackends("fuzz", (backend) => {
  // Every new shape compiles new shaders, in software here: a few runs take as long there as hundreds elsewhere.
  const numRuns = backend === "webgl" || backend === "webgpu" ? 2 : 25;
  for (const example of layerCases) {
    const ranged = takesRange(example);
    it(`${example.name} survives anything that it accepts`, async () => {
      const options = fc.record({ ...argumentsOf[example.name] });
      await fc.assert(
        fc.asyncProperty(input(example), options, async (given, chosen) => {
          const images = makeImages(given);
          const values = await expectNoLeak(async () => {
            const layer = new (layerClass(example.name))({
              ...example.options,
              ...chosen,
              ...(ranged ? { valueRange: [0, given.top] } : {}),
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
          const top = ranged ? given.top : 255;
          if (example.bounded && !overshoots(chosen)) {
            const reach = slack * top;
            expect(values.every((value) => value >= -reach && value <= top + reach)).toBe(true);
          }
        }),
        { numRuns },
      );
    });
  }
});
