import { PythonRandom } from "@flowers/random";
import { expect, it } from "vitest";
import { directionOf, directionsIn, directionsOf } from "./direction";
import { familiarityOf, knownPictures, nearestTo, noveltyOf } from "./familiarity";

const random = new PythonRandom(9);
/** As averaged after a ReLU: most are small, a few are large. */
const features = (): Float32Array =>
  Float32Array.from({ length: 1280 }, () => random.random() ** 6);
/** A thing seen a little differently. */
const again = (thing: Float32Array): Float32Array =>
  thing.map((value) => Math.max(0, value + 0.2 * (random.random() - 0.5)));

it("is the same whatever the length, and of itself", () => {
  const seen = features().map((value, i) => (i % 2 === 0 ? value : -value));
  const bytes = directionOf(seen);
  expect(directionOf(seen.map((value) => 3 * value))).toEqual(bytes);
  expect(directionOf(Float32Array.from(bytes))).toEqual(bytes);
  const [vector = new Float32Array()] = knownPictures([bytes], []).vectors;
  expect(directionOf(vector)).toEqual(bytes);
  expect(Math.max(...bytes.map(Math.abs))).toBe(127);
  expect(directionOf(new Float32Array(4))).toEqual(new Int8Array(4));
});

it("changes no distance by a thousandth, and nothing that is said of a picture", () => {
  const things = Array.from({ length: 3 }, features);
  const labels = Array.from({ length: 30 }, (_, i) => i % 3);
  const learned = labels.map((label) => again(things[label] ?? features()));
  const exact = knownPictures(learned, labels);
  const known = knownPictures(learned.map(directionOf), labels);
  const [limits, exactLimits] = [familiarityOf(known), familiarityOf(exact)];
  expect(Math.abs(limits.limit - exactLimits.limit)).toBeLessThan(1e-3);
  for (const asked of [...things.map(again), features(), features()]) {
    const [near, exactNear] = [known, exact].map((each) => nearestTo(each, asked, 1)[0]);
    expect(Math.abs((near?.distance ?? 9) - (exactNear?.distance ?? -9))).toBeLessThan(1e-3);
    expect(noveltyOf(limits, near?.distance ?? 9)).toEqual(
      noveltyOf(exactLimits, exactNear?.distance ?? -9),
    );
  }
});

it("stands in a row with others, and is what it was when it is taken out", () => {
  const seen = Array.from({ length: 3 }, features);
  const row = directionsOf(seen);
  expect(row).toHaveLength(3 * 1280);
  expect(directionsIn(row, 1280)).toEqual(seen.map(directionOf));
  expect(directionsIn(directionsOf([]), 1280)).toEqual([]);
});
