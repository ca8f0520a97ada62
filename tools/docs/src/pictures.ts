/** The strips of the page as WebP files. */
import { layerGroups } from "./layer-examples";
import { RandomTint } from "./new-layer";
import { assemble, drawFive, paintStrip, type Picture } from "./strips";
import sharp from "sharp";

/** A picture file of the page. */
export interface PictureFile {
  /** Without folder. */
  readonly name: string;
  readonly paint: () => Promise<Picture>;
}

/** All picture files of the page. */
export const pictureFiles: readonly PictureFile[] = [
  ...layerGroups
    .flatMap(({ layers }) => layers)
    .map((layer) => ({ name: `${layer.file}.webp`, paint: () => paintStrip(layer) })),
  {
    name: "random-tint.webp",
    paint: () => assemble([drawFive(new RandomTint({ seed: 7 }))]),
  },
];

/** Encodes a strip; small rather than exact. */
export async function encode({ width, height, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .webp({ quality: 82, effort: 6, smartSubsample: true })
    .toBuffer();
}

/** Decodes a picture, given as bytes or as a file, to RGB bytes. */
export async function decode(file: string | Buffer): Promise<Picture> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
