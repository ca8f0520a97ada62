/**
 * Models that Keras saved train on as in Keras: one step with the compile settings of the file, and the next one with the
 * optimizer's variables of the file. `KERAS_KINDS` names a folder that tools/golden/scripts/keras-format/kinds.py has filled with
 * all kinds, `keras.applications` among them; without it those of @flowers/keras-format's fixtures are taken.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type KerasFile, readKeras, saveKeras, toLayersModel } from "@flowers/keras-format";
import { kerasLayers } from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { formula, inputsOf, type Kind, kindsIn } from "@flowers-tools/testing/keras-models";
import * as tf from "@tensorflow/tfjs";
import { afterAll, expect, it } from "vitest";
import { compileFromKeras } from "./compile-from-keras";
import { compileToKeras } from "./compile-to-keras";

const all = process.env["KERAS_KINDS"];
const folder =
  all ?? fileURLToPath(new URL("../../../keras-format/src/fixtures/kinds/", import.meta.url));

const { models, optimizers } = kindsIn(folder);

const read = async (file: string): Promise<KerasFile> =>
  readKeras(await readFile(join(folder, file)));

/** A file's settings with an optimizer that has done nothing yet. */
const afresh = (file: KerasFile): KerasFile => ({
  ...file,
  optimizer: file.optimizer && { ...file.optimizer, variables: [] },
});

const valuesOf = (model: tf.LayersModel): Float32Array[] =>
  model.weights.map((weight) => Float32Array.from(weight.read().dataSync()));

/** The largest difference, by the largest value of each weight. */
function worst(given: readonly Float32Array[], wanted: readonly Float32Array[]): number {
  const each = wanted.map((values, k) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    return values.reduce(
      (most, value, i) => Math.max(most, Math.abs((given[k]?.[i] ?? NaN) - value) / largest),
      0,
    );
  });
  return given.length === wanted.length ? Math.max(...each) : NaN;
}

/** A penalty of activations is no layer of tfjs's, and one of @flowers/model-zoo. */
const penalizes = ({ layers }: KerasFile): boolean =>
  layers.some(({ className }) => className === "ActivityRegularization");

interface Outcome {
  readonly loss: number;
  readonly difference: number;
  readonly change: number;
}

/** One step of a file's model, and how far from Keras's it leads. */
async function step(
  file: KerasFile,
  settings: KerasFile,
  next: string,
  [xs, ys]: [tf.Tensor[], tf.Tensor[]],
  save?: (bytes: Uint8Array) => void,
): Promise<Outcome> {
  const model = toLayersModel(file, penalizes(file) ? { layers: kerasLayers } : {});
  const start = valuesOf(model);
  const trainer = compileFromKeras(model, settings);
  const [x, y] = [xs, ys].map((each) => (each.length === 1 ? each[0] : each)) as [
    tf.Tensor,
    tf.Tensor,
  ];
  const { loss = NaN } = await trainer.trainOnBatch({ xs: x, ys: y });
  const after = valuesOf(model);
  const wanted = toLayersModel(await read(next));
  const found = {
    loss,
    difference: worst(after, valuesOf(wanted)),
    change: worst(after, start),
  };
  if (save) save(await saveKeras(model, await compileToKeras(trainer)));
  trainer.dispose();
  model.dispose();
  wanted.dispose();
  return found;
}

const dataOf = (kind: Kind): [tf.Tensor[], tf.Tensor[]] => [
  inputsOf(kind),
  kind.outputs.map(({ shape }) => formula(shape, 1, null)),
];

/** Rounding of products in other orders, and what a step makes of it: see the README of @flowers/keras-format. */
const tolerance = 1e-5;
const applications = /^[A-Z]/;
const measured: Record<string, number> = {};

describeOnBackends(
  "a model that Keras saved",
  (backend) => {
    const trained = Object.entries(models).filter(
      // A convolution on cpu is plain JavaScript; the large networks would take hours.
      ([name, { step }]) => step && (backend === "tensorflow" || !applications.test(name)),
    );
    it.each(trained)("takes the step that Keras takes: %s", async (name, kind) => {
      const data = dataOf(kind);
      const next = kind.step ?? { file: "", loss: NaN };
      const settings = afresh(await read(next.file));
      const { loss, difference, change } = await step(
        await read(kind.file),
        settings,
        next.file,
        data,
      );
      measured[`${name} on ${backend}`] = difference;
      expect(Math.abs(loss - next.loss) / Math.abs(next.loss)).toBeLessThan(tolerance);
      expect(change).toBeGreaterThan(10 * tolerance);
      expect(difference).toBeLessThan(tolerance);
      tf.dispose(data);
    });

    it.each(trained.filter(([name]) => existsSync(join(folder, `${name}.momentum1.keras`))))(
      "continues with the momentum of the file: %s",
      async (name, kind) => {
        const data = dataOf(kind);
        const file = await read(`${name}.momentum1.keras`);
        const { difference } = await step(file, file, `${name}.momentum2.keras`, data);
        measured[`${name} with momentum on ${backend}`] = difference;
        expect(difference).toBeLessThan(tolerance);
        tf.dispose(data);
      },
    );

    it.each(Object.entries(optimizers))(
      "continues with %s",
      async (name, { file, next, iterations }) => {
        await expectNoLeak(async () => {
          const data: [tf.Tensor[], tf.Tensor[]] = [
            [formula([2, 4], 1, null)],
            [formula([2, 2], 1, null)],
          ];
          const saved = await read(file);
          expect(saved.optimizer?.variables[0]?.data[0]).toBe(BigInt(iterations));
          let bytes = new Uint8Array();
          const { difference } = await step(saved, saved, next, data, (made) => {
            bytes = Uint8Array.from(made);
          });
          measured[`${name} on ${backend}`] = difference;
          expect(difference).toBeLessThan(tolerance);
          // What is written has the variables that Keras has after the same step.
          const [ours, theirs] = [await readKeras(bytes), await read(next)].map(
            ({ optimizer }) => optimizer?.variables ?? [],
          );
          expect(ours?.map(({ shape, dtype }) => [shape, dtype])).toEqual(
            theirs?.map(({ shape, dtype }) => [shape, dtype]),
          );
          const plain = (each: typeof ours): Float32Array[] =>
            (each ?? []).map(({ data: values }) =>
              Float32Array.from(values as Float32Array, Number),
            );
          expect(worst(plain(ours), plain(theirs))).toBeLessThan(tolerance);
          tf.dispose(data);
        });
      },
    );
  },
  ["cpu", "tensorflow"],
);

afterAll(() => {
  if (all === undefined) return;
  const sorted = Object.entries(measured).sort(([, a], [, b]) => b - a);
  console.log(sorted.map(([name, value]) => `${value.toExponential(1)} ${name}`).join("\n"));
});
