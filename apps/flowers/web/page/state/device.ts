/** What this device can be asked to hold: memory for training, as far as the browser tells. */
import { defaultSettings, type Settings } from "../../engine/contract";

/** What the browser says of its device. */
export interface DeviceFacts {
  /** Gigabytes, rounded down to a power of two and 8 at most; not every browser tells. */
  readonly deviceMemory?: number | undefined;
  /** Whether fingers are the main way of pointing: a phone or a tablet. */
  readonly isTouch: boolean;
}

/** As the browser tells it; where it does not, as most phones and most computers have it. */
const gigabytesOf = ({ deviceMemory, isTouch }: DeviceFacts): number =>
  deviceMemory ?? (isTouch ? 3 : 8);

/** The bytes that a training may take here: a quarter of the memory, where a tab is let have so much. */
export function memoryBudget(facts: DeviceFacts): number {
  return (gigabytesOf(facts) * 1e9) / 4;
}

type Measures = Pick<Settings, "imageSize" | "batchSize" | "cache">;

/** Below so many gigabytes a batch of the tutorial's, 260 MB on its way, is much of what a tab is let have. */
const little: readonly (readonly [gigabytes: number, measures: Measures])[] = [
  [2, { imageSize: 96, batchSize: 8, cache: false }],
  [4, { imageSize: 128, batchSize: 16, cache: false }],
];

/** What the settings are on a device with little memory, in place of the tutorial's; null where there is enough. */
export function boundsOf(facts: DeviceFacts): Measures | null {
  return little.find(([gigabytes]) => gigabytesOf(facts) < gigabytes)?.[1] ?? null;
}

/** What the form begins with on a device. */
export function settingsOn(facts: DeviceFacts): Settings {
  return { ...defaultSettings, ...boundsOf(facts) };
}

/** Bytes of a float32 picture of three channels. */
const pictureBytes = (imageSize: number): number => imageSize * imageSize * 3 * 4;

/**
 * What a picture of a batch takes in training: the outputs of three convolutions (16 filters at the full size, 32 at half,
 * 64 at a quarter), each kept with its pooled copy and its gradient.
 */
const activationBytes = (imageSize: number): number =>
  (imageSize * imageSize * 16 + (imageSize / 2) ** 2 * 32 + (imageSize / 4) ** 2 * 64) * 4 * 2.25;

/** Bytes that training a whole network takes: one batch on its way, and all pictures, decoded, where they are kept. */
export function trainingBytes({ imageSize, batchSize, cache }: Measures, pictures: number): number {
  const kept = cache ? pictures : 2 * batchSize;
  return kept * pictureBytes(imageSize) + batchSize * activationBytes(imageSize);
}

/** Sizes that are suggested, largest first. */
const suggested = [180, 128, 96, 64, 48, 32];

/** The largest suggested image size below the present one that fits the budget; null where the present one fits, or none does. */
export function fittingSize(settings: Measures, pictures: number, budget: number): number | null {
  if (trainingBytes(settings, pictures) <= budget) return null;
  const { imageSize } = settings;
  return (
    suggested.find(
      (size) =>
        size < imageSize && trainingBytes({ ...settings, imageSize: size }, pictures) <= budget,
    ) ?? null
  );
}

/** Of the device at hand. */
export function deviceFacts(): DeviceFacts {
  const { deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return { deviceMemory, isTouch: matchMedia("(pointer: coarse)").matches };
}
