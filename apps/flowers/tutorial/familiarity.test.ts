import { PythonRandom } from "@flowers/random";
import { describe, expect, it } from "vitest";
import { familiarityOf, fartherThan, knownPictures, nearestTo } from "./familiarity";

const width = 48;
const random = new PythonRandom(5);
const uniform = (): number => random.random();
const direction = (): Float32Array => Float32Array.from({ length: width }, () => uniform());
/** A thing seen a little differently. */
const seen = (thing: Float32Array, noise: number): Float32Array =>
  thing.map((value) => value + noise * (uniform() - 0.5));

const cosineDistance = (a: Float32Array, b: Float32Array): number => {
  const product = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return 1 - product(a, b) / Math.sqrt(product(a, a) * product(b, b));
};

function classesOf(things: readonly Float32Array[], each: number, noise: number) {
  const labels = things.flatMap((_, label) => Array<number>(each).fill(label));
  const features = labels.map((label) => seen(things[label] ?? direction(), noise));
  return { labels, features, known: knownPictures(features, labels) };
}

describe("the nearest known pictures", () => {
  it("are those with the least angle, whatever the lengths of their features", () => {
    const features = Array.from({ length: 12 }, direction);
    const asked = direction();
    const plain = features
      .map((each, index) => ({ index, distance: cosineDistance(each, asked) }))
      .sort((a, b) => a.distance - b.distance);
    const scaled = features.map((each, i) => each.map((value) => value * (i + 1)));
    const near = nearestTo(knownPictures(scaled, []), asked, 5);
    expect(near.map(({ index }) => index)).toEqual(plain.slice(0, 5).map(({ index }) => index));
    for (const [i, { distance }] of near.entries())
      expect(distance).toBeCloseTo(plain[i]?.distance ?? Number.NaN, 6);
  });

  it("begin with the picture itself, at no distance", () => {
    const { features, known } = classesOf([direction(), direction()], 4, 0.5);
    const [first] = nearestTo(known, features[6] ?? direction(), 1);
    expect(first?.index).toBe(6);
    expect(first?.distance).toBeCloseTo(0, 6);
  });
});

describe("the limit of the familiar", () => {
  /** Things of one kind, as flowers are: alike in half of what they are. */
  const kind = direction();
  const things = Array.from({ length: 3 }, () => direction().map((own, i) => own + (kind[i] ?? 0)));

  it("is the distance within which 99 in 100 lie to the nearest other one, counted plainly", () => {
    const { features, known } = classesOf(things, 30, 1.6);
    const { limit, distances } = familiarityOf(known);
    const plain = features
      .map((a, i) =>
        Math.min(...features.flatMap((b, j) => (i === j ? [] : [cosineDistance(a, b)]))),
      )
      .sort((a, b) => a - b);
    expect(distances).toHaveLength(90);
    for (const [i, distance] of distances.entries())
      expect(distance).toBeCloseTo(plain[i] ?? -1, 5);
    expect(limit).toBe(distances[89]); // of 90, the largest
  });

  it("takes new views of the same things, and none of other things", () => {
    const { known } = classesOf(things, 40, 0.8);
    const { limit } = familiarityOf(known);
    const isFar = (features: Float32Array): boolean =>
      (nearestTo(known, features, 1)[0]?.distance ?? Infinity) > limit;
    const again = Array.from({ length: 200 }, (_, i) => seen(things[i % 3] ?? direction(), 0.8));
    const foreign = Array.from({ length: 200 }, direction);
    expect(again.filter(isFar).length).toBeLessThanOrEqual(6);
    expect(foreign.filter(isFar).length).toBe(200);
  });

  it("lets another view pass where all pictures of a thing are nearly the same", () => {
    const { known } = classesOf(things, 20, 0.02); // a camera held still
    const { limit, distances } = familiarityOf(known);
    const moved = nearestTo(known, seen(things[0] ?? direction(), 0.5), 1)[0]?.distance ?? Infinity;
    expect(moved).toBeGreaterThan(5 * (distances.at(-1) ?? Infinity));
    expect(moved).toBeLessThan(limit);
    expect(nearestTo(known, direction(), 1)[0]?.distance).toBeGreaterThan(limit);
  });

  it("asks no more than 300 of many", () => {
    const { known } = classesOf(things, 120, 1);
    expect(familiarityOf(known).distances).toHaveLength(300);
  });

  it("tells of how many a picture is farther off", () => {
    const familiarity = { limit: 0.5, distances: [0.1, 0.2, 0.3, 0.4] };
    expect([0.05, 0.25, 0.9].map((each) => fartherThan(familiarity, each))).toEqual([0, 0.5, 1]);
    expect(fartherThan({ limit: 0, distances: [] }, 1)).toBe(0);
  });
});
