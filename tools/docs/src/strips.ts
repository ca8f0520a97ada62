/** Paints the strip of tiles of one layer: the picture, and what the layer makes of it. */
import * as augmentation from "@flowers/augmentation";
import { setRandomSeed } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { paintSample } from "../../../apps/flowers/tutorial/sample/paint";
import type { LayerExample } from "./layer-examples";

/** Side of a tile, in pixels. */
export const tileSize = 112;
const gap = 4;
const draws = 5;

/** RGB bytes, row-major `[height, width, 3]`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The picture of the page, then four others for the layers that mix. */
const samples = [
  ["tulips", 3],
  ["daisy", 3],
  ["roses", 6],
  ["sunflowers", 4],
  ["dandelion", 4],
] as const;

const tiles = new Map<string, Float32Array>();

/** A sample as a tile of 0..255, painted and resized once. */
function readSample([className, index]: (typeof samples)[number]): tf.Tensor3D {
  const shape: [number, number, number] = [tileSize, tileSize, 3];
  const known = tiles.get(className);
  if (known) return tf.tensor3d(known, shape);
  const { width, height, data } = paintSample(className, index);
  const fit = augmentation.resizing({
    height: tileSize,
    width: tileSize,
    cropToAspectRatio: true,
    antialias: true,
  });
  const tile = tf.tidy(() => fit.apply(tf.tensor3d(data, [height, width, 3])));
  tiles.set(className, tile.dataSync<"float32">().slice());
  return tile;
}

type Layer = augmentation.ImageLayer<unknown>;
type Factory = (options: Readonly<Record<string, unknown>>) => Layer;

/** The name of the function that makes a layer. */
export const factoryName = (name: string): string => name[0]!.toLowerCase() + name.slice(1);

function makeLayer(name: string, options: Readonly<Record<string, unknown>>): Layer {
  const factories = augmentation as unknown as Readonly<Record<string, Factory | undefined>>;
  const factory = factories[factoryName(name)];
  if (!factory) throw new RangeError(`@flowers/augmentation exports no ${factoryName(name)}.`);
  return factory(options);
}

/** Applies a layer of ours, or any other, to five copies of the picture. */
export function drawFive(layer: Layer): tf.Tensor3D[] {
  const picture = readSample(samples[0]);
  const drawn = tf.tidy(() => {
    const batch = tf.tile(tf.expandDims<tf.Tensor4D>(picture, 0), [draws, 1, 1, 1]);
    return tf.unstack(layer.apply(batch, { training: true })) as tf.Tensor3D[];
  });
  return [picture, ...drawn];
}

/** The tiles of a layer in rows, each a float32 image of 0..255 of at most `tileSize` a side. */
function makeRows({ name, show, variants }: LayerExample): tf.Tensor3D[][] {
  const layers = variants.map((options) => makeLayer(name, options));
  const [layer] = layers as [Layer];
  if (show === "batch") return [drawFive(layer)];
  if (show === "mixture") {
    const pictures = samples.map(readSample);
    const mixed = tf.tidy(
      () =>
        tf.unstack(
          layer.apply(tf.stack(pictures) as tf.Tensor4D, { training: true }),
        ) as tf.Tensor3D[],
    );
    return [pictures, mixed];
  }
  const picture = readSample(samples[0]);
  const calls = show === "calls" ? Array.from({ length: draws }, () => layer) : layers;
  return [[picture, ...calls.map((one) => one.apply(picture, { training: true }))]];
}

/** Puts tiles side by side on white; disposes them. Values outside 0..255 are clipped, as a screen does. */
export async function assemble(rows: readonly (readonly tf.Tensor3D[])[]): Promise<Picture> {
  const columns = Math.max(...rows.map((row) => row.length));
  const extent = (count: number): number => count * tileSize + (count - 1) * gap;
  const [width, height] = [extent(columns), extent(rows.length)];
  const data = new Uint8Array(width * height * 3).fill(255);
  for (const [rowIndex, row] of rows.entries()) {
    for (const [column, tile] of row.entries()) {
      const [tileHeight, tileWidth] = tile.shape;
      const values = await tile.data();
      tile.dispose();
      for (let y = 0; y < tileHeight; y++) {
        const to = ((rowIndex * (tileSize + gap) + y) * width + column * (tileSize + gap)) * 3;
        for (let i = 0; i < tileWidth * 3; i++) {
          const value = Math.round(values[y * tileWidth * 3 + i]!);
          data[to + i] = Math.max(0, Math.min(255, value));
        }
      }
    }
  }
  return { width, height, data };
}

/** Paints the strip of a layer: the same on every machine. */
export async function paintStrip(example: LayerExample): Promise<Picture> {
  await tf.setBackend("cpu");
  setRandomSeed(7); // AugMix chooses its layers from the global stream
  return assemble(makeRows(example));
}
