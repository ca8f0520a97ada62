/** Divides files into training and validation. */
import { NumpyRandomState } from "@flowers/random";
import type { SplitMode } from "./options";

/** Files in an order, with their labels. */
export interface Samples {
  readonly paths: readonly string[];
  readonly labels: Int32Array | null;
}

/** Keras's shuffle of the whole folder: NumPy's `RandomState(seed)`. */
export function shuffleSamples({ paths, labels }: Samples, seed: number): Samples {
  const order = Int32Array.from(paths, (_, i) => i);
  new NumpyRandomState(seed).shuffle(order);
  return pick({ paths, labels }, order);
}

function pick({ paths, labels }: Samples, order: ArrayLike<number>): Samples {
  const chosen = Array.from(order);
  return {
    paths: chosen.map((i) => paths[i] as string),
    labels: labels && Int32Array.from(chosen, (i) => labels[i] as number),
  };
}

/** The two parts; both keep the order of `samples`. */
export interface SplitSamples {
  readonly training: Samples;
  readonly validation: Samples;
}

/** Divides samples that are already shuffled. `seed` and `root` matter to "hash" only. */
export function splitSamples(
  samples: Samples,
  fraction: number,
  mode: SplitMode,
  seed: number,
  relative: (path: string) => string,
): SplitSamples {
  const held = validationMask(samples, fraction, mode, seed, relative);
  const indices = Array.from(samples.paths, (_, i) => i);
  return {
    training: pick(
      samples,
      indices.filter((i) => !held[i]),
    ),
    validation: pick(
      samples,
      indices.filter((i) => held[i]),
    ),
  };
}

function validationMask(
  { paths, labels }: Samples,
  fraction: number,
  mode: SplitMode,
  seed: number,
  relative: (path: string) => string,
): boolean[] {
  switch (mode) {
    case "random": {
      const training = paths.length - Math.trunc(fraction * paths.length);
      return paths.map((_, i) => i >= training);
    }
    case "hash":
      return paths.map((path) => hashUnit(`${seed}/${relative(path)}`) < fraction);
    case "stratified":
      return stratifiedMask(paths.length, labels, fraction);
  }
}

/** The last files of each class: its share rounded down, what is left over to the classes that lost most. */
function stratifiedMask(count: number, labels: Int32Array | null, fraction: number): boolean[] {
  const byClass = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const label = labels ? (labels[i] as number) : 0;
    byClass.set(label, [...(byClass.get(label) ?? []), i]);
  }
  const classes = [...byClass.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => ({
      members,
      share: Math.trunc(fraction * members.length),
      lost: fraction * members.length - Math.trunc(fraction * members.length),
    }));
  let left = Math.trunc(fraction * count) - classes.reduce((sum, { share }) => sum + share, 0);
  for (const one of [...classes].sort((a, b) => b.lost - a.lost)) {
    if (left-- <= 0) break;
    one.share++;
  }
  const held = new Array<boolean>(count).fill(false);
  for (const { members, share } of classes) {
    for (const i of members.slice(members.length - share)) held[i] = true;
  }
  return held;
}

/** FNV-1a over UTF-16 units, then a finalizer so that near names fall apart; uniform in [0, 1). */
export function hashUnit(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
