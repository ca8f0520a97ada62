/** A graphics card that fails in the middle of a run. Every backend here is lost once, so each has a page of its own kind. */
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "@flowers/backend";
import { describe, expect, it } from "vitest";
import { TrainingError } from "../errors";
import { compile, type ModelTrainer } from "../index";

interface Card {
  readonly gpgpu: { readonly gl: WebGLRenderingContext };
  readonly device: {
    destroy(): void;
    createBuffer(options: { size: number; usage: number }): unknown;
  };
}

const card = (): Card => tf.backend() as unknown as Card;

const failures = [
  [
    "webgl",
    "its context is lost",
    /^fit: the graphics card stopped computing: the WebGL context was lost; model and optimizer are as they were before epoch 2\.$/,
    () => card().gpgpu.gl.getExtension("WEBGL_lose_context")?.loseContext(),
  ],
  [
    "webgpu",
    "it leaves a command out",
    /^fit: the graphics card stopped computing: WebGPU reports: .+; model and optimizer are as they were before epoch 2\.$/s,
    () => card().device.createBuffer({ size: 2 ** 50, usage: 128 }),
  ],
  [
    "webgpu",
    "its device is lost",
    /^fit: the graphics card stopped computing: the WebGPU device was lost.*; model and optimizer are as they were before epoch 2\.$/s,
    () => card().device.destroy(),
  ],
] as const;

function makeTrainer(): { trainer: ModelTrainer; model: tf.LayersModel } {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 4,
        inputShape: [3],
        activation: "relu",
        kernelInitializer: "ones",
      }),
      tf.layers.dense({ units: 2, kernelInitializer: "ones" }),
    ],
  });
  return { model, trainer: compile(model, { optimizer: "adam", loss: "meanSquaredError" }) };
}

const xs = (): tf.Tensor => tf.linspace(-1, 1, 24).reshape([8, 3]);
const ys = (): tf.Tensor => tf.linspace(0, 1, 16).reshape([8, 2]);
const fitOptions = { epochs: 4, batchSize: 4, shuffle: false, verbose: 0 } as const;

describe("a graphics card that fails", () => {
  let expected: readonly number[] = [];

  it.each(failures)("%s: fit says so in one sentence when %s", async (name, _, words, fail) => {
    if (expected.length === 0) {
      await useBackend("cpu");
      const { trainer } = makeTrainer();
      const { history } = await trainer.fit({ xs: xs(), ys: ys() }, fitOptions);
      expected = history["loss"] ?? [];
      trainer.dispose();
    }
    await useBackend(name);
    const { trainer, model } = makeTrainer();
    const clock = performance.now.bind(performance);
    let passed = 0;
    performance.now = () => clock() + passed; // epochs of ten seconds: a copy after each
    const failing = {
      onEpochBegin: () => void (passed += 20_000),
      onTrainBatchEnd: () => {
        if (trainer.position.epoch === 2) fail();
      },
    };
    const data = { xs: xs(), ys: ys() };
    const error: unknown = await trainer
      .fit(data, { ...fitOptions, callbacks: [failing] })
      .catch((reason: unknown) => reason)
      .finally(() => (performance.now = clock));
    expect(TrainingError.is(error)).toBe(true);
    const { message, code, remedy } = error as TrainingError;
    expect(message).toMatch(words);
    expect(code).toBe("device-lost");
    expect(remedy).toContain("continues with epoch 2");

    // Values of the data lay on the card, too; weights and optimizer do not any more.
    await useBackend("cpu");
    for (const weight of model.getWeights()) expect([...(await weight.data())]).not.toContain(NaN);
    const { history } = await trainer.fit({ xs: xs(), ys: ys() }, fitOptions);
    expect(history["loss"]).toHaveLength(4);
    for (const [epoch, loss] of (history["loss"] ?? []).entries())
      expect(loss, `epoch ${epoch}`).toBeCloseTo(expected[epoch] ?? Number.NaN, 4);
    trainer.dispose();
  });
});
