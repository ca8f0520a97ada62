/** The pictures that a run writes: every plot as SVG and PNG, and photos as PNG data for the report. */
import { randomFlip, randomRotation, randomZoom } from "@flowers/augmentation";
import type { ImageDataset } from "@flowers/dataset";
import { type PlotImage, plotImages, type StaticPlot } from "@flowers/plot";
import * as tf from "@tensorflow/tfjs";
import sharp from "sharp";
import { nineWays } from "../../tutorial/nine-ways";
import { pixelsOf, toBytes } from "../../tutorial/pixels";
import type { RunFolder } from "./run-folder";

/** Writes `<name>.svg` and `<name>.png`; returns the SVG for the report. */
export async function writePlot(
  folder: RunFolder,
  name: string,
  plot: StaticPlot,
): Promise<string> {
  const svg = await plot.toSvg();
  await folder.write(`${name}.svg`, svg);
  await folder.write(`${name}.png`, await plot.toPng());
  return svg;
}

export interface FirstBatch {
  /** The 3x3 grid of photos with their class names. */
  readonly plot: StaticPlot;
  readonly first: PlotImage;
  readonly batchShape: readonly number[];
  readonly labelShape: readonly number[];
}

/** Takes one batch and shows nine of its photos. Keeps no tensor. */
export async function ninePhotos(
  dataset: ImageDataset,
  classNames: readonly string[],
): Promise<FirstBatch> {
  for await (const { xs, ys } of dataset.take(1)) {
    const labels = await ys.data();
    const images: PlotImage[] = [];
    for (let i = 0; i < Math.min(9, xs.shape[0]); i++) images.push(await pixelsOf(xs, i));
    const [batchShape, labelShape] = [xs.shape, ys.shape];
    tf.dispose([xs, ys]);
    const first = images[0];
    if (!first) break;
    const titles = images.map((_, i) => classNames[labels[i] ?? 0] ?? "");
    return { plot: plotImages(images, titles), first, batchShape, labelShape };
  }
  throw new Error("ninePhotos: the data set gave no batch.");
}

/** Shows one picture as the three augmentation layers of the tutorial give it, nine times. Keeps no tensor. */
export async function augmentedNineWays(image: PlotImage, seed: number): Promise<StaticPlot> {
  const images = await nineWays(image, [
    randomFlip({ mode: "horizontal", seed }),
    randomRotation({ factor: 0.1, seed: seed + 1 }),
    randomZoom({ heightFactor: 0.1, seed: seed + 2 }),
  ]);
  return plotImages(
    images,
    images.map(() => ""),
  );
}

/** A picture as a PNG data address. */
export async function pngUri({ data, width, height, channels }: PlotImage): Promise<string> {
  const png = await sharp(toBytes(data), {
    raw: { width, height, channels: channels as 1 | 3 | 4 },
  })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}
