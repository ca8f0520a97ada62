/** Resizing against TensorFlow's own outputs, on every backend. */
import * as tf from "@tensorflow/tfjs";
import { it } from "vitest";
import { type BackendName, describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import golden from "../fixtures/resize.json";
import { resizing } from "../index";
import { expectValues } from "../test-support/close";
import { resizeMethods } from "./axis-weights";

// Bilinear and nearest follow TensorFlow's operations; the others are sums of products in another order, and Lanczos's
// sines differ in the last place. WebGL and WebGPU round products less exactly.
const tolerance = (backend: BackendName): number =>
  backend === "webgl" || backend === "webgpu" ? 1e-2 : 2e-4;

interface Example {
  readonly shape: readonly number[];
  readonly size: readonly number[];
  readonly input: readonly number[];
  readonly out: Record<string, { readonly values: readonly number[] }>;
}

const variants: Record<string, Record<string, unknown>> = {
  ...Object.fromEntries(resizeMethods.map((interpolation) => [interpolation, { interpolation }])),
  bilinear_antialias: { interpolation: "bilinear", antialias: true },
  bicubic_antialias: { interpolation: "bicubic", antialias: true },
  smart_resize_bilinear: { cropToAspectRatio: true },
  keras_resize_pad_to_aspect_bilinear: { padToAspectRatio: true },
};

describeOnBackends("resizing", (backend) => {
  for (const [index, { shape, size, input, out }] of (
    golden.cases as unknown as Example[]
  ).entries()) {
    for (const [name, options] of Object.entries(variants)) {
      it(`gives TensorFlow's pixels: case ${index}, ${name}`, async () => {
        const image = tf.tensor3d([...input], shape as [number, number, number]);
        const layer = resizing({ height: size[0]!, width: size[1]!, ...options });
        await expectNoLeak(() =>
          expectValues(layer.apply(image), out[name]!.values, tolerance(backend)),
        );
        image.dispose();
      });
    }
  }
});
