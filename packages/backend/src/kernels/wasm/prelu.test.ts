/** Slopes over every choice of shared axes, against the definition. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends } from "@flowers-tools/testing";
import { expect, it } from "vitest";

const shape = [2, 3, 4, 5];
const size = tf.util.sizeFromShape(shape);
const values = Array.from({ length: size }, (_, i) => ((i * 7) % 11) - 5);

/** Shapes that broadcast to it: each axis whole or of one, with and without the first. */
const shapes = Array.from({ length: 16 }, (_, bits) =>
  shape.map((length, axis) => ((bits >> axis) & 1 ? length : 1)),
).flatMap((alpha) => (alpha[0] === 1 ? [alpha, alpha.slice(1)] : [alpha]));

/** The slope of each value, by its place on each axis. */
function slopes(alpha: readonly number[], all: readonly number[]): number[] {
  const lengths = [...shape.map(() => 1), ...alpha].slice(-shape.length);
  return values.map((_, i) => {
    const places = shape.map((length, axis) => {
      const inner = tf.util.sizeFromShape(shape.slice(axis + 1));
      return Math.floor(i / inner) % length;
    });
    const place = places.reduce((sum, at, axis) => {
      const length = lengths[axis] ?? 1;
      return sum * length + (length === 1 ? 0 : at);
    }, 0);
    return all[place] ?? NaN;
  });
}

describeOnBackends("prelu", () => {
  it.each(shapes.map((alpha) => ({ alpha })))("takes slopes of shape $alpha", async ({ alpha }) => {
    const before = tf.memory().numTensors;
    const all = Array.from({ length: tf.util.sizeFromShape(alpha) }, (_, i) => (i + 1) / 8);
    const wanted = slopes(alpha, all).map((slope, i) => {
      const x = values[i] ?? NaN;
      return x < 0 ? slope * x : x;
    });
    const y = tf.tidy(() => tf.prelu(tf.tensor(values, shape), tf.tensor(all, alpha)));
    // Eighths times whole numbers: exact.
    expect([...(await y.data())]).toEqual(wanted);
    y.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
