/**
 * How like a picture is to those that were learned, by the distance of their features: one minus the cosine of the angle
 * between them. Which distance is too far is found from the learned pictures themselves.
 */

/** Features of learned pictures. */
export interface KnownPictures {
  /** Each of length 1. */
  readonly vectors: readonly Float32Array[];
  /** Class index of each. */
  readonly labels: readonly number[];
}

/** A learned picture and how far it is: 0 for the same direction, at most 2. */
export interface Near {
  /** Its place among the known. */
  readonly index: number;
  readonly distance: number;
}

/** What is far and what is near among the learned pictures. */
export interface Familiarity {
  /** A picture farther than this from all of them is like none of them. */
  readonly limit: number;
  /** From learned pictures, each to the nearest other one, ascending. */
  readonly distances: readonly number[];
}

/** What a picture's distance to the nearest learned one says of it. */
export interface Novelty {
  /** Like nothing that was learned. */
  readonly isUnseen: boolean;
  /** The share of learned pictures that are nearer to another one than the picture is to any. */
  readonly fartherThan: number;
}

/** @param features of each picture, not all 0: themselves or their direction (direction.ts) */
export function knownPictures(
  features: readonly ArrayLike<number>[],
  labels: readonly number[],
): KnownPictures {
  return { vectors: features.map(toLengthOne), labels };
}

function toLengthOne(features: ArrayLike<number>): Float32Array {
  const length = Math.sqrt(dot(features, features)) || 1;
  return Float32Array.from(features, (value) => value / length);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The nearest of the known pictures, nearest first, ties in their order. */
export function nearestTo(
  { vectors }: Pick<KnownPictures, "vectors">,
  features: Float32Array,
  count: number,
): Near[] {
  const asked = toLengthOne(features);
  return vectors
    .map((vector, index) => ({ index, distance: Math.max(0, 1 - dot(vector, asked)) }))
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .slice(0, count);
}

/** Pictures that are asked: enough for a quantile of 99 of 100, and done in a second where thousands are known. */
const mostAsked = 300;

/** Of learned pictures, so many lie within the limit when they are taken for new ones. */
const keptShare = 0.99;

/** And of pictures of a class that is taken for an unknown one, so many may. */
const foreignShare = 0.1;

/**
 * Finds the limit: each picture is taken out in turn and its distance to the nearest other one measured; 99 in 100 lie within
 * the limit. Where pictures come in rows that are nearly the same, such as a camera's, that alone would let no new view of the
 * same thing pass: so each class is taken out in turn, too, and the limit is not below what one in ten of its pictures has
 * to the nearest of the other classes.
 *
 * On 20 or 80 flower photos of each of five classes (EfficientNet-Lite0), 0 to 2 in 100 other photos of these classes lay
 * beyond it, and all of 21 photos of other things.
 */
export function familiarityOf({ vectors, labels }: KnownPictures): Familiarity {
  const stride = Math.max(1, vectors.length / mostAsked);
  const asked = Array.from({ length: Math.min(mostAsked, vectors.length) }, (_, i) =>
    Math.floor(i * stride),
  );
  const toAny: number[] = [];
  const toOthers: number[] = [];
  for (const at of asked) {
    let [any, other] = [Infinity, Infinity];
    for (const [index, vector] of vectors.entries()) {
      if (index === at) continue;
      const distance = Math.max(0, 1 - dot(vectors[at] as Float32Array, vector));
      any = Math.min(any, distance);
      if (labels[index] !== labels[at]) other = Math.min(other, distance);
    }
    if (Number.isFinite(any)) toAny.push(any);
    if (Number.isFinite(other)) toOthers.push(other);
  }
  const ascending = (a: number, b: number): number => a - b;
  toAny.sort(ascending);
  toOthers.sort(ascending);
  return {
    limit: Math.max(quantile(toAny, keptShare), quantile(toOthers, foreignShare)),
    distances: toAny,
  };
}

/** The smallest of the values that at least the share of them and of one more does not exceed; the largest, of few; 0 of none. */
function quantile(ascending: readonly number[], share: number): number {
  const rank = Math.ceil(share * (ascending.length + 1));
  return ascending[Math.min(ascending.length, Math.max(1, rank)) - 1] ?? 0;
}

/** @param distance to the nearest of the learned pictures */
export function noveltyOf(familiarity: Familiarity, distance: number): Novelty {
  return {
    isUnseen: distance > familiarity.limit,
    fartherThan: fartherThan(familiarity, distance),
  };
}

/** The share of learned pictures that are nearer to another one than this: 0.97 is farther off than 97 in 100 of them. */
export function fartherThan({ distances }: Familiarity, distance: number): number {
  if (distances.length === 0) return 0;
  return distances.filter((each) => each < distance).length / distances.length;
}
