/** What a network makes of the training photos, in one form of each or several. */
import { randomFlip, randomRotation, randomZoom } from "@flowers/augmentation";
import type { ImageDataset } from "@flowers/dataset";
import { extractFeatures, type ExtractFeaturesOptions, type Features } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { formCount, formNames, layersOf } from "../../tutorial/photo-forms";

/** What each photo is trained on as, for people; null where it is the photo alone. */
export function formsSentence(forms: number): string | null {
  if (forms === 1) return null;
  const random = forms > formCount ? [`${forms - formCount} times changed at random`] : [];
  return `Each photo is trained on ${[...formNames(forms), ...random].join(", ")}`;
}

/**
 * The features of all photos in one form after the other; beyond those that there are, of photos flipped, rotated and zoomed at
 * random. The caller disposes them.
 */
export async function featuresInForms(
  photos: ImageDataset,
  network: tf.LayersModel,
  {
    forms,
    seed,
    ...keep
  }: { readonly forms: number; readonly seed: number } & Pick<
    ExtractFeaturesOptions,
    "cache" | "signal"
  >,
): Promise<Features> {
  const kinds: ExtractFeaturesOptions[] = formNames(forms).map((_, form) => ({
    augmentation: layersOf(form),
  }));
  if (forms > formCount) kinds.push({ augmentation: changes(seed), passes: forms - formCount });
  const found: Features[] = [];
  try {
    for (const kind of kinds) {
      found.push(await extractFeatures(photos, network, { ...keep, ...kind }));
      keep.signal?.throwIfAborted();
    }
    return joined(found);
  } finally {
    for (const each of found) each.dispose();
  }
}

const changes = (seed: number): tf.layers.Layer[] => [
  randomFlip({ mode: "horizontal", seed }),
  randomRotation({ factor: 0.05, seed: seed + 1 }),
  randomZoom({ heightFactor: 0.05, seed: seed + 2 }),
];

function joined(parts: readonly Features[]): Features {
  const sum = (name: "computed" | "found"): number =>
    parts.reduce((total, part) => total + part[name], 0);
  const xs = tf.concat(parts.map((part) => part.xs));
  const ys = tf.concat(parts.map((part) => part.ys as tf.Tensor));
  return {
    ...{ xs, ys, computed: sum("computed"), found: sum("found") },
    dispose: () => tf.dispose([xs, ys]),
  };
}
