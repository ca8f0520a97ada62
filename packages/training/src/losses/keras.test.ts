/** Losses against Keras 3.15's: shapes, options, weights and reductions; see tools/golden/scripts/training/keras-losses.py. */
import { type BackendName, describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { TrainingError } from "../errors";
import * as door from "../index";
import golden from "./fixtures/keras-losses.json";
import type { Loss } from "./loss";

interface Values {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

interface Case {
  readonly loss: string;
  readonly data: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly reduction: string | null;
  readonly weight: Values | null;
  readonly result: Values | null;
}

type Input = { readonly y_true: Values; readonly y_pred: Values; readonly indices: boolean };

const cases = golden.cases as unknown as readonly Case[];
const inputs = golden.inputs as unknown as Readonly<Record<string, Input>>;
const classes = door as unknown as Readonly<Record<string, new (options: object) => Loss>>;

const camel = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function make({ loss, options, reduction }: Case): Loss {
  const Made = classes[loss];
  if (!Made) throw new Error(`there is no ${loss}`);
  const own = Object.entries(options).map(([name, value]) => [camel(name), value] as const);
  return new Made({ ...Object.fromEntries(own), reduction });
}

const tensor = ({ shape, values }: Values, dtype: "float32" | "int32" = "float32"): tf.Tensor =>
  tf.tensor(values.map(Number), [...shape], dtype);

/** What Keras refuses, or TensorFlow inside it: weights and axes that do not fit. We must not give a number either. */
function isRefused(work: () => tf.Tensor): boolean {
  try {
    tf.tidy(work);
  } catch {
    return true;
  }
  return false;
}

// Logarithms and powers of float32. A GPU's, here computed in software, agree in three to four digits where probabilities are
// next to 0 or 1. Percentages are up to 1e9 where targets are 0.
const tolerance = (value: number, backend: BackendName): number =>
  (onGpu(backend) ? 3e-4 : 3e-6) * Math.max(1, Math.abs(value));

const onGpu = (backend: BackendName): boolean => backend.startsWith("webg");

/** Reads a result, disposes of it and holds it to Keras's values. */
async function hold(
  result: tf.Tensor,
  { values }: Values,
  backend: BackendName,
  title: string,
): Promise<void> {
  const got = await result.data();
  result.dispose();
  values.map(Number).forEach((value, i) => {
    if (Number.isNaN(value) && onGpu(backend)) return; // Shaders need not keep NaN.
    const off = Math.abs((got[i] ?? NaN) - value);
    const near = Object.is(got[i], value) || off <= tolerance(value, backend);
    expect(near, `${title}, value ${i}: ${got[i]} for ${value}`).toBe(true);
  });
}

const byLoss = [...new Set(cases.map(({ loss }) => loss))];

describeOnBackends("losses of Keras", (backend) => {
  it.each(byLoss)("%s", async (loss) => {
    await expectNoLeak(async () => {
      // Read at once, not one after the other: reading is the slow part of a GPU.
      const reading: Promise<void>[] = [];
      for (const each of cases.filter((one) => one.loss === loss)) {
        const title = JSON.stringify({ ...each, result: undefined });
        const input = inputs[each.data];
        if (!input) throw new Error(`there is no ${each.data}`);
        const made = make(each);
        const compute = (): tf.Tensor =>
          made.compute(
            tensor(input.y_true, input.indices ? "int32" : "float32"),
            tensor(input.y_pred),
            each.weight && tensor(each.weight),
          );
        if (each.result === null) {
          expect(isRefused(compute), `refused: ${title}`).toBe(true);
          continue;
        }
        const result = tf.tidy(compute);
        expect(result.shape, title).toEqual(each.result.shape);
        reading.push(hold(result, each.result, backend, title));
      }
      await Promise.all(reading);
    });
  });

  it("have the gradients that finite differences give, where probabilities are", async () => {
    const made = [
      new door.BinaryFocalCrossentropy({ gamma: 1.5, applyClassBalancing: true, alpha: 0.7 }),
      new door.BinaryFocalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }),
      new door.CategoricalFocalCrossentropy({ alpha: [0.2, 0.5, 1] }),
      new door.CategoricalFocalCrossentropy({ fromLogits: true }),
      new door.CategoricalCrossentropy({ axis: 0 }),
      new door.Dice({ axis: [-1] }),
      new door.Tversky({ alpha: 0.3, beta: 0.6 }),
      new door.CosineSimilarity({ axis: 0 }),
    ];
    const points = [0.15, 0.25, 0.6, 0.45, 0.2, 0.3];
    for (const loss of made) {
      await expectNoLeak(async () => {
        const target = tf.tensor2d([0, 1, 0, 1, 0, 0], [2, 3]);
        const value = async (at: readonly number[]): Promise<number> => {
          const scalar = tf.tidy(() => tf.mean(loss.compute(target, tf.tensor2d([...at], [2, 3]))));
          const [number = NaN] = await scalar.data();
          scalar.dispose();
          return number;
        };
        const gradient = tf.tidy(() =>
          tf.grad((x) => tf.mean(loss.compute(target, x)))(tf.tensor2d(points, [2, 3])),
        );
        const exact = await gradient.data();
        gradient.dispose();
        const h = 2e-3;
        for (const i of points.keys()) {
          const moved = (d: number): readonly number[] =>
            points.map((p, j) => (i === j ? p + d : p));
          const numeric = ((await value(moved(h))) - (await value(moved(-h)))) / (2 * h);
          expect(
            Math.abs((exact[i] ?? NaN) - numeric),
            `${loss.className} entry ${i}`,
          ).toBeLessThan(5e-3 * Math.max(1, Math.abs(numeric)));
        }
        target.dispose();
      });
    }
  });

  it.each([
    new door.BinaryCrossentropy(),
    new door.CategoricalCrossentropy(),
    new door.BinaryFocalCrossentropy({ fromLogits: true }),
  ])("$className refuses targets that would be broadcast, as Keras does", (loss) => {
    expect(() => tf.tidy(() => loss.compute(tf.zeros([3, 1]), tf.ones([3, 3])))).toThrow(
      "targets of shape [batch, 1] do not fit predictions of shape [batch, 3]",
    );
  });

  it("refuse weights that do not fit in one sentence", () => {
    const loss = new door.MeanSquaredError();
    expect(() =>
      tf.tidy(() => loss.compute(tf.zeros([4, 2]), tf.zeros([4, 2]), tf.ones([3]))),
    ).toThrow(TrainingError);
  });
});
