/** Models of every kind of layer that Keras saved (tools/golden/scripts/keras-format/kinds.py), with what it predicts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";

/** What a model gave in Keras. */
export type Outputs = readonly { readonly shape: number[]; readonly values: number[] }[];

export interface Kind {
  readonly file: string;
  readonly inputs: readonly number[][];
  /** The largest input. */
  readonly high: number;
  /** Inputs are whole numbers below it. */
  readonly whole: number | null;
  readonly outputs: Outputs;
  readonly parameters: number;
  /** The model after one step of plain gradient descent on the mean squared error, and its loss. */
  readonly step: { readonly file: string; readonly loss: number } | null;
}

export interface Kinds {
  readonly models: Readonly<Record<string, Kind>>;
  readonly optimizers: Readonly<
    Record<string, { readonly file: string; readonly next: string; readonly iterations: number }>
  >;
}

export const kindsIn = (folder: string): Kinds =>
  JSON.parse(readFileSync(join(folder, "models.json"), "utf8")) as Kinds;

/** The numbers of the script's formula. The caller owns the tensor. */
export const formula = (shape: number[], high: number, whole: number | null): tf.Tensor =>
  tf.tensor(drawn(shape, high, whole), shape);

function drawn(shape: readonly number[], high: number, whole: number | null): Float32Array {
  const count = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: count }, (_, i) => {
    const place = (i * 7919) % 1009;
    return whole === null ? Math.fround(place / 1009) * Math.fround(high) : place % whole;
  });
}

export const inputsOf = ({ inputs, high, whole }: Kind): tf.Tensor[] =>
  inputs.map((shape) => formula(shape, high, whole));

/** The same inputs as plain values. */
export const valuesOf = ({
  inputs,
  high,
  whole,
}: Kind): { shape: number[]; values: Float32Array }[] =>
  inputs.map((shape) => ({ shape, values: drawn(shape, high, whole) }));

/** The outputs of a model for the inputs of the script. */
export const predict = (model: tf.LayersModel, kind: Kind): Float32Array[] =>
  predictWith(model, inputsOf(kind));

/** The outputs of a model for inputs as values. */
export const outputsOf = (model: tf.LayersModel, inputs: Outputs): Float32Array[] =>
  predictWith(
    model,
    inputs.map(({ shape, values }) => tf.tensor(values, shape, "float32")),
  );

/** Disposes of the inputs. */
function predictWith(model: tf.LayersModel, xs: tf.Tensor[]): Float32Array[] {
  const [only] = xs;
  const ys = [model.predict(xs.length === 1 && only ? only : xs)].flat();
  const values = ys.map((y) => Float32Array.from(y.dataSync()));
  tf.dispose([xs, ys]);
  return values;
}

/** The largest difference from Keras's outputs, by the largest value of each; of zeros, as it is. */
export function worstDifference(
  outputs: readonly Float32Array[],
  wanted: { readonly outputs: Outputs },
): number {
  const differences = wanted.outputs.map(({ values }, k) => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    const given = outputs[k];
    if (given?.length !== values.length) return NaN;
    return values.reduce(
      (most, value, i) => Math.max(most, Math.abs((given[i] ?? NaN) - value) / largest),
      0,
    );
  });
  return Math.max(...differences);
}
