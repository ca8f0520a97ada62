import { describe, expect, it } from "vitest";
import { INTERPOLATIONS } from "./methods";
import { readJsonFixture } from "../test-support/fixtures";
import { cropWindow, padBox, resizeImage, type ResizeSpec } from "./resize-image";

interface Case {
  shape: [number, number, 1 | 3];
  size: [number, number];
  input: number[];
  out: Record<string, { values: number[] }>;
}
const golden = await readJsonFixture<{
  cases: Case[];
  resize_with_pad_box: {
    in: [number, number];
    target: [number, number];
    rows: [number, number];
    cols: [number, number];
  }[];
}>("resize.json");

function run(
  { shape, size, input }: Case,
  rest: Pick<ResizeSpec, "interpolation" | "fit">,
): Float32Array {
  const [height, width, channels] = shape;
  const out = new Float32Array(size[0] * size[1] * channels);
  const image = { data: Uint8Array.from(input), width, height, channels };
  resizeImage(image, { height: size[0], width: size[1], ...rest }, out);
  return out;
}

const float32 = (values: readonly number[] | undefined): number[] =>
  (values ?? []).map(Math.fround);

describe.each(golden.cases)("resizing $shape to $size", (one) => {
  it.each(INTERPOLATIONS)("%s equals TensorFlow", (interpolation) => {
    const got = [...run(one, { interpolation, fit: "stretch" })];
    const expected = float32(one.out[interpolation]?.values);
    expect(got.length).toBe(expected.length);
    expect(got).toEqual(expected);
  });

  it("crop and pad equal Keras", () => {
    expect([...run(one, { interpolation: "bilinear", fit: "crop" })]).toEqual(
      float32(one.out["smart_resize_bilinear"]?.values),
    );
    expect([...run(one, { interpolation: "bilinear", fit: "pad" })]).toEqual(
      float32(one.out["tf_resize_with_pad_bilinear"]?.values),
    );
  });
});

describe("the padded image's place", () => {
  it.each(golden.resize_with_pad_box)(
    "$in in $target",
    ({ in: [height, width], target, rows, cols }) => {
      const box = padBox(
        { width, height },
        { height: target[0], width: target[1], interpolation: "bilinear", fit: "pad" },
      );
      expect([box.top, box.left]).toEqual([rows[0], cols[0]]);
      expect([box.top + box.height, box.left + box.width]).toEqual([rows[1], cols[1]]);
    },
  );
});

describe("the window that cropping keeps", () => {
  it("lies inside the image and is never empty", () => {
    const spec: ResizeSpec = { height: 180, width: 180, interpolation: "bilinear", fit: "crop" };
    for (let height = 1; height < 400; height += 7) {
      for (let width = 1; width < 400; width += 5) {
        const window = cropWindow({ width, height }, spec);
        expect(window.height).toBeGreaterThan(0);
        expect(window.top + window.height).toBeLessThanOrEqual(height);
        expect(window.left + window.width).toBeLessThanOrEqual(width);
      }
    }
  });
});
