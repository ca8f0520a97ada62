/** What a network makes of the photos: of those that are trained on in one form of each, or several. */
import { randomFlip, randomRotation, randomZoom } from "@flowers/augmentation";
import type { ImageDataset } from "@flowers/dataset";
import { extractFeatures, type ExtractFeaturesOptions, type Features } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { headForms } from "../../tutorial/head-plan";
import { formCount, formNames, layersOf } from "../../tutorial/photo-forms";
import type { FitData } from "./fit-data";
import type { Run } from "./run";

/** Of the training photos in all their forms, and of the validation photos. The caller disposes both. */
export interface PhotoFeatures {
  readonly train: Features;
  readonly held: Features;
  /** Each photo counted once, in however many forms. */
  readonly photos: number;
  /** How many of them were in the cache. */
  readonly found: number;
  readonly seconds: string;
}

/** A half of the photos. */
export type Part = "training" | "validation";

/** Forms of each training photo. */
export const formsOf = ({ settings }: Run, { trainingImages }: FitData): number =>
  settings.passes ?? headForms(trainingImages);

/** What each photo is trained on as, for people; null where it is the photo alone. */
export function formsSentence(forms: number): string | null {
  if (forms === 1) return null;
  const random = forms > formCount ? [`${forms - formCount} times changed at random`] : [];
  return `Each photo is trained on ${[...formNames(forms), ...random].join(", ")}`;
}

/**
 * Runs a network over both halves of the photos.
 *
 * @param cacheOf where features of a half are kept; undefined for nowhere
 * @throws Interrupted when the run's signal was aborted
 */
export async function photoFeatures(
  run: Run,
  data: FitData,
  network: tf.LayersModel,
  cacheOf: (part: Part) => string | undefined,
): Promise<PhotoFeatures> {
  const { signal } = run;
  const started = performance.now();
  const forms = formsOf(run, data);
  const keep = (part: Part): Kept => ({ cache: cacheOf(part) ?? null, signal });
  const { seed } = run.settings;
  const train = await inForms(data.training, network, { forms, seed, ...keep("training") });
  try {
    const held = await extractFeatures(data.validation, network, keep("validation"));
    if (signal.aborted) held.dispose();
    signal.throwIfAborted();
    return {
      train,
      held,
      photos: (train.found + train.computed) / forms + held.found + held.computed,
      found: Math.floor(train.found / forms) + held.found,
      seconds: ((performance.now() - started) / 1000).toFixed(1),
    };
  } catch (error) {
    train.dispose();
    throw error;
  }
}

type Kept = Pick<ExtractFeaturesOptions, "cache" | "signal">;

/** Of all photos in one form after the other; beyond those that there are, flipped, rotated and zoomed at random. */
async function inForms(
  photos: ImageDataset,
  network: tf.LayersModel,
  { forms, seed, ...keep }: Kept & { readonly forms: number; readonly seed: number },
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
