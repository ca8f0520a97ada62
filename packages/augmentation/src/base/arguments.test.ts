/** Keras's rules for arguments, and Keras's words when they are broken. */
import { describe, expect, it } from "vitest";
import * as layers from "../index";
import { resolveFactor } from "./arguments";

function failure(
  work: () => unknown,
): { readonly code: string; readonly message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!layers.AugmentationError.is(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

describe("resolveFactor", () => {
  it("makes a pair as Keras does", () => {
    expect(resolveFactor(0.1)).toEqual([-0.1, 0.1]);
    expect(resolveFactor(-0.1)).toEqual([-0.1, 0.1]);
    expect(resolveFactor(0.4, [0, 1])).toEqual([0, 0.4]);
    expect(resolveFactor([0.3, -0.1])).toEqual([-0.1, 0.3]);
    expect(resolveFactor(null)).toEqual([-0, 0]);
    expect(resolveFactor([-3, 0.1])).toEqual([-3, 0.1]); // refused only when wholly outside
  });

  it("refuses what Keras refuses", () => {
    for (const factor of [1.5, Number.NaN, [2, 3], [1, 2, 3], "1"]) {
      expect(failure(() => resolveFactor(factor as number))?.code).toBe("invalid-argument");
    }
    expect(failure(() => resolveFactor(2))?.message).toBe(
      "The `factor` argument should be a number (or a list of two numbers) in the range [-1, 1]. Received: factor=2",
    );
  });
});

const refusals: readonly (readonly [string, () => unknown, string, RegExp])[] = [
  [
    "flip mode",
    () => layers.randomFlip({ mode: "sideways" as never }),
    "unknown-choice",
    /Unknown `mode` sideways/,
  ],
  [
    "fill mode",
    () => layers.randomRotation({ factor: 0.1, fillMode: "mirror" as never }),
    "unknown-choice",
    /Unknown `fillMode` mirror. Expected one of \('reflect', 'wrap', 'constant', 'nearest'\)/,
  ],
  [
    "interpolation",
    () => layers.randomZoom({ heightFactor: 0.1, interpolation: "cubic" as never }),
    "unknown-choice",
    /Unknown `interpolation` cubic/,
  ],
  [
    "zoom of -1",
    () => layers.randomZoom({ heightFactor: -1 }),
    "invalid-argument",
    /range \(-1.0, 1.0\]/,
  ],
  [
    "translation",
    () => layers.randomTranslation({ heightFactor: [0, 2], widthFactor: 0 }),
    "invalid-argument",
    /heightFactor=\[0,2\]/,
  ],
  [
    "shear",
    () => layers.randomShear({ xFactor: [-0.2, 0.3] }),
    "invalid-argument",
    /range \[0, 1.0\]/,
  ],
  ["scale", () => layers.randomPerspective({ scale: 2 }), "invalid-argument", /scale=2/],
  ["kernel", () => layers.randomGaussianBlur({ kernelSize: 4 }), "invalid-argument", /odd number/],
  ["grayscale", () => layers.randomGrayscale({ factor: 2 }), "invalid-argument", /between 0 and 1/],
  [
    "posterization",
    () => layers.randomPosterization({ factor: 9 }),
    "invalid-argument",
    /\[1, 8\]/,
  ],
  [
    "value range",
    () => layers.randomBrightness({ factor: 0.1, valueRange: [1] as never }),
    "invalid-argument",
    /list of two numbers/,
  ],
  [
    "fill value",
    () => layers.randomErasing({ fillValue: [1, 2] }),
    "invalid-argument",
    /three numbers/,
  ],
  [
    "seed",
    () => layers.randomFlip({ seed: 1.5 }),
    "invalid-argument",
    /must be an integer. Received: seed=1.5/,
  ],
  ["height", () => layers.randomCrop({ height: 0, width: 3 }), "invalid-argument", /height=0/],
  [
    "both aspect options",
    () => layers.resizing({ height: 2, width: 2, cropToAspectRatio: true, padToAspectRatio: true }),
    "invalid-argument",
    /Only one of/,
  ],
  [
    "data format",
    () => layers.randomFlip({ dataFormat: "nchw" as never }),
    "unknown-choice",
    /dataFormat/,
  ],
  ["alpha", () => layers.mixUp({ alpha: 0 }), "invalid-argument", /alpha=0/],
  [
    "scale of rescaling",
    () => layers.rescaling({ scale: Number.NaN }),
    "invalid-argument",
    /scale/,
  ],
];

describe("layers refuse", () => {
  for (const [title, work, code, message] of refusals) {
    it(title, () => {
      const refused = failure(work);
      expect(refused?.code).toBe(code);
      expect(refused?.message).toMatch(message);
    });
  }
});
