/** Step 2: nine training pictures, and one of them as the augmentation layers give it. */
import {
  randomBrightness,
  randomContrast,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
} from "@flowers/augmentation";
import * as tf from "@tensorflow/tfjs";
import type { PlotImage } from "@flowers/plot";
import { nineWays } from "../../tutorial/nine-ways";
import { pixelsOf } from "../../tutorial/pixels";
import type { AugmentationFactors, LabelledPicture, Settings } from "./contract";
import { toBitmap } from "./pictures/bitmap";
import { loadSplit } from "./run/load-split";

export interface Looked {
  readonly pixels: PlotImage;
  readonly label: string;
}

/** Nine pictures of the first training batch, at the size of training. Keeps no tensor. */
export async function lookAtNine(settings: Settings): Promise<Looked[]> {
  const { training, pictures } = await loadSplit(settings);
  for await (const { xs, ys } of training.take(1)) {
    const labels = await ys.data();
    const looked: Looked[] = [];
    for (let i = 0; i < Math.min(9, xs.shape[0]); i++) {
      looked.push({
        pixels: await pixelsOf(xs, i),
        label: pictures.classNames[labels[i] ?? 0] ?? "",
      });
    }
    tf.dispose([xs, ys]);
    return looked;
  }
  return [];
}

export async function toLabelledPicture({ pixels, label }: Looked): Promise<LabelledPicture> {
  return { bitmap: await toBitmap(pixels), label };
}

/** One picture nine ways. Each layer draws from its own seed, whatever the others do. Keeps no tensor. */
export async function augmentedNineWays(
  image: PlotImage,
  factors: AugmentationFactors,
  seed: number,
): Promise<ImageBitmap[]> {
  const { flip, rotation, zoom, translation, brightness, contrast } = factors;
  const layers = [
    flip > 0 && randomFlip({ mode: "horizontal", seed }),
    rotation > 0 && randomRotation({ factor: rotation, seed: seed + 1 }),
    zoom > 0 && randomZoom({ heightFactor: zoom, seed: seed + 2 }),
    translation > 0 &&
      randomTranslation({
        heightFactor: translation,
        widthFactor: translation,
        seed: seed + 3,
      }),
    brightness > 0 && randomBrightness({ factor: brightness, seed: seed + 4 }),
    contrast > 0 && randomContrast({ factor: contrast, seed: seed + 5 }),
  ].filter((layer) => layer !== false);
  return Promise.all((await nineWays(image, layers)).map(toBitmap));
}
